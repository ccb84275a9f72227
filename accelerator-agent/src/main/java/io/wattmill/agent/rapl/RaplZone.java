// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rapl;

import java.nio.file.Path;

/**
 * One zone of the framework.
 *
 * @param name unique on the host, for example {@code rapl-package-0} or {@code rapl-dram-0}
 * @param counter the file with its energy, microjoules
 * @param range the highest value of the counter, 0 when it is not known
 */
record RaplZone(String name, Path counter, long range) {}
