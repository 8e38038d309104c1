/** Milliseconds that this process has computed: unlike the clock's, they stay the same on a busy machine. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
