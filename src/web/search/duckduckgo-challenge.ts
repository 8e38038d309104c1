/** Quotes and brackets are part of the marks: the query stands in the page as well, but without them. */
const marks =
  /(?:class|id)="[^"]*(?:anomaly-modal|challenge-form)|action="[^"]*\/anomaly\.js|>\s*Unfortunately, bots use DuckDuckGo|DDG\.deep\.anomalyDetectionBlock/u;

/**
 * Whether DuckDuckGo takes the sender for a robot, by its challenge page or its script's answer. Other pages could be
 * about these words, so they count only where there are no results.
 */
export function isChallenge(text: string): boolean {
  return marks.test(text);
}
