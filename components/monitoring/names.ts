import { matching } from "../validation";

/** What the names of topic, rules, alarms and dashboard begin with; leaves 16 of a rule's 64 characters to what it hears. */
export const monitoringName = matching(/^[\w-]{1,48}$/, "1 to 48 letters, digits, _ and -");
