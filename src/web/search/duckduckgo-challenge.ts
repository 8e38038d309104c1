/**
 * Whether DuckDuckGo takes the sender for a robot: names and words of its challenge page, and of its scripts' answer.
 * A page with results can hold them too, so they count only where there are none.
 */
export function isChallenge(text: string): boolean {
  return /anomaly-modal|anomaly\.js|challenge-form|anomalyDetectionBlock|bots use DuckDuckGo/u.test(text);
}
