// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission.Ticket;
import io.wattmill.gateway.dialect.AnswerShape;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.terms.PlacementTerms;
import io.wattmill.gateway.tracing.RequestTrace;

/**
 * An admitted request.
 *
 * @param requestId UUIDv7 of the request
 * @param dialect the shape in which the caller asked and is answered
 * @param request what an engine is to be asked
 * @param key who asks
 * @param work what the caller says the work is for
 * @param wished terms that the caller asks to be placed on
 * @param ticket its place in flight and what was set aside for it
 * @param arrivedNanos monotonic time of arrival
 * @param trace its place in a trace
 */
public record Job(
        String requestId,
        AnswerShape dialect,
        EngineRequest request,
        KeyRecord key,
        WorkContext work,
        PlacementTerms wished,
        Ticket ticket,
        long arrivedNanos,
        RequestTrace trace) {

    /** Estimated tokens of the prompt. */
    public long promptTokens() {
        return ticket.promptTokens();
    }

    /** A new count for one attempt at it. */
    Tally tally() {
        Output output = request.output();
        return new Tally(promptTokens(), output.inputs(), output.choices());
    }
}
