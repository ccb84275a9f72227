// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission.Ticket;
import io.wattmill.gateway.admission.Ask;
import io.wattmill.gateway.dialect.AnswerShape;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.relay.Job;
import io.wattmill.gateway.wire.ApiError;

import java.util.List;

/**
 * A call that was understood.
 *
 * @param shape how it is answered
 * @param request what an engine is to be asked
 * @param release gives back what is held of it; runs once
 */
record Inquiry(Call call, AnswerShape shape, EngineRequest request, Runnable release) {

    /** What {@code asked} says, and {@code body} to be given back with it. */
    static Inquiry of(Call call, Parsing.Asked asked, Runnable body) {
        return new Inquiry(
                call,
                asked.shape(),
                asked.request(),
                () -> {
                    body.run();
                    asked.release().run();
                });
    }

    /** Whether the caller wants refused what no engine of its model can. */
    boolean isStrict() {
        return "true".equalsIgnoreCase(call.request().getHeader("x-wattmill-strict"));
    }

    /** What it asks of the limits. */
    Ask ask(WorkContext work, List<String> fallbacks) {
        Output output = request.output();
        return new Ask(
                call.key(),
                work.getAgent(),
                work.getTier(),
                request.model(),
                request.promptBytes(),
                output.maxTokens(),
                output.isNone() ? 0 : output.choices(),
                output.inputs(),
                fallbacks);
    }

    /** What it becomes with {@code ticket}. */
    Job job(WorkContext work, Ticket ticket) {
        return new Job(
                call.reply().requestId(),
                shape,
                request,
                call.key(),
                work,
                SloHeaders.terms(call.request().headers()),
                ticket,
                call.arrivedNanos(),
                call.trace());
    }

    /** Ends it here. */
    void refuse(ApiError error) {
        release.run();
        call.reply().error(error);
    }
}
