/**
 * Tokens per second and wall power of MLPerf inference: fitted on one GPU's rows, scored on the
 * others'. Start at {@link io.wattmill.twin.fidelity.mlperf.MlPerf}.
 */
@NullMarked
package io.wattmill.twin.fidelity.mlperf;

import org.jspecify.annotations.NullMarked;
