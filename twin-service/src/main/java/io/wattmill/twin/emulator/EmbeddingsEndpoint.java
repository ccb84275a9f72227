// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.emulator.EngineDesk.Sequence;
import io.wattmill.twin.emulator.EngineDesk.Visit;
import io.wattmill.twin.emulator.ask.EmbeddingsParser;
import io.wattmill.twin.emulator.ask.EmbeddingsRequest;
import io.wattmill.twin.emulator.ask.Prompt;
import io.wattmill.twin.emulator.ask.TextPrompt;
import io.wattmill.twin.emulator.engine.Job.Work;
import io.wattmill.twin.emulator.reply.EmbeddingsReply;
import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;
import io.wattmill.twin.emulator.wire.ApiError;

import java.util.Optional;

/**
 * {@code POST /v1/embeddings} of one emulated engine: each input is computed as a prompt is, in the
 * same batch. Belongs to its node's context.
 */
final class EmbeddingsEndpoint {
    /** One step after the prompt's last token the vector is there. */
    private static final AnswerLength VECTOR = new AnswerLength(1, FinishReason.STOP);

    private final EngineDesk desk;
    private final String model;
    private final int longest;

    /**
     * @param longest of the vectors that may be asked for, and their usual length
     */
    EmbeddingsEndpoint(EngineDesk desk, String model, int longest) {
        this.desk = desk;
        this.model = model;
        this.longest = longest;
    }

    /** Serves one request whose body has been read. */
    void handle(RoutingContext context) {
        desk.receive(context, EmbeddingsParser::parse, this::serve);
    }

    private void serve(Visit visit, EmbeddingsRequest request) {
        desk.checks()
                .refusal(request.model(), request.inputs().size())
                .or(() -> contextRefusal(request))
                .or(() -> lengthRefusal(request))
                .ifPresentOrElse(
                        error -> EngineDesk.refuse(visit.http().response(), error),
                        () -> answer(visit, request));
    }

    private Optional<ApiError> contextRefusal(EmbeddingsRequest request) {
        return request.inputs().stream()
                .map(input -> desk.checks().refusal(input.prompt(), 0))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<ApiError> lengthRefusal(EmbeddingsRequest request) {
        return request.dimensions().orElse(longest) <= longest
                ? Optional.empty()
                : Optional.of(
                        ApiError.badRequest("'dimensions' must be from 1 to " + longest + "."));
    }

    private void answer(Visit visit, EmbeddingsRequest request) {
        var prompts = request.inputs().stream().map(TextPrompt::prompt).toList();
        var head = new EmbeddingsReply.Head("embd-" + visit.id(), model, desk.nowSeconds());
        var reply =
                new EmbeddingsReply(
                        head,
                        prompts.stream().map(EmbeddingsEndpoint::input).toList(),
                        request.dimensions().orElse(longest),
                        request.base64());
        desk.serve(visit, prompts.stream().map(EmbeddingsEndpoint::sequence).toList(), reply);
    }

    private static EmbeddingsReply.Input input(Prompt prompt) {
        return new EmbeddingsReply.Input(prompt.hash(), prompt.tokens());
    }

    private static Sequence sequence(Prompt prompt) {
        return new Sequence(Work.EMBED, prompt, VECTOR);
    }
}
