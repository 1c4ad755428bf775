const TRACEBACK = "Traceback (most recent call last):";
const LOG_LINE = /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d [A-Z]+ /;
const LONGEST = 1000;

/**
 * The error message of a script that ended with an exit code: its last exception, as Glue shows it.
 * @param stderr the end of what it wrote to standard error.
 */
export function failureMessage(stderr: string, code: number): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !LOG_LINE.test(line));
  const traceback = lines.lastIndexOf(TRACEBACK);
  if (traceback >= 0) {
    const exception = lines.slice(traceback + 1).find((line) => !line.startsWith(" "));
    if (exception) return exception.slice(0, LONGEST);
  }
  // sys.exit("text") writes the text alone.
  const last = lines.at(-1);
  if (code === 1 && last && traceback < 0) return `SystemExit: ${last}`.slice(0, LONGEST);
  return `Command failed with exit code ${code}`;
}
