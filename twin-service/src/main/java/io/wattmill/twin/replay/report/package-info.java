// SPDX-License-Identifier: Apache-2.0
/**
 * What a run over a trace came to: a tally while it runs, a report at its end, and the report as
 * JSON and as a table. Must not know whether requests went over HTTP or were simulated. Start at
 * {@link io.wattmill.twin.replay.report.RunReport}; {@link io.wattmill.twin.replay.report.RunTally}
 * fills it.
 */
@NullMarked
package io.wattmill.twin.replay.report;

import org.jspecify.annotations.NullMarked;
