// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.twin.replay.client.Ended.Completed;
import io.wattmill.twin.replay.prompt.PromptText;
import io.wattmill.twin.replay.report.AnswerUsage;
import io.wattmill.twin.replay.report.Measurement;
import io.wattmill.twin.replay.report.Remark;
import io.wattmill.twin.replay.report.RunTally;
import io.wattmill.twin.replay.wire.StreamedAnswer;
import io.wattmill.twin.trace.TraceRequest;

import java.util.Optional;

/** Enters whole answers in the tally, with a remark on what they lacked. */
final class Booking {

    private final RunTally tally;

    Booking(RunTally tally) {
        this.tally = tally;
    }

    void enter(TraceRequest request, Completed completed, long nowUs) {
        StreamedAnswer answer = completed.answer();
        AnswerUsage usage = answer.usage().orElseGet(() -> traced(request, answer));
        long endUs = answer.doneUs().orElse(nowUs);
        long firstTokenUs = answer.firstTokenUs().orElse(endUs);
        long lastTokenUs = answer.firstTokenUs().isPresent() ? answer.lastTokenUs() : endUs;
        tally.completed(
                new Measurement(request.arrivalUs(), firstTokenUs, lastTokenUs, endUs, usage));
        remark(answer.usage().isEmpty(), Remark.WITHOUT_USAGE);
        remark(usage.inputTokens() != PromptText.tokens(request), Remark.OTHER_INPUT_LENGTH);
        remark(usage.outputTokens() != request.outputTokens(), Remark.OTHER_OUTPUT_LENGTH);
    }

    private static AnswerUsage traced(TraceRequest request, StreamedAnswer answer) {
        return new AnswerUsage(
                PromptText.tokens(request),
                0,
                answer.contentChunks(),
                Optional.empty(),
                Optional.empty());
    }

    private void remark(boolean holds, Remark remark) {
        if (holds) {
            tally.remark(remark);
        }
    }
}
