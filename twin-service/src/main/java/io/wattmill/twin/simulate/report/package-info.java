// SPDX-License-Identifier: Apache-2.0
/**
 * What a simulation came to, in the words of a replay: the same report. Must not know how it was
 * simulated. Start reading at {@link io.wattmill.twin.simulate.report.SimulationReport}.
 */
@NullMarked
package io.wattmill.twin.simulate.report;

import org.jspecify.annotations.NullMarked;
