// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

/**
 * A meter of the host.
 *
 * @param source its name, unique on the host, for example {@code rapl-package-0}
 * @param energyUj microjoules since this agent began; never falls while it runs
 */
public record HostReading(String source, long energyUj) {}
