/**
 * Real vLLM runs replayed request by request: fitted on one model, scored on the other. Start at
 * {@link io.wattmill.twin.fidelity.logs.VllmLogs}.
 */
@NullMarked
package io.wattmill.twin.fidelity.logs;

import org.jspecify.annotations.NullMarked;
