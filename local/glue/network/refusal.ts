/** Whether EC2 refused a call to the role. */
export const isRefusal = (error: unknown): boolean => (error as Error).name === "UnauthorizedOperation";

/** What EC2 answers. @throws Error that tells the action and what EC2 said, as Glue does */
export async function called<T>(action: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new Error(`Failed to call ec2:${action}: ${(error as Error).message}`, { cause: error });
  }
}
