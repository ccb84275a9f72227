// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.emulator.EngineDesk.Visit;
import io.wattmill.twin.emulator.ask.CompletionParser;
import io.wattmill.twin.emulator.ask.CompletionRequest;
import io.wattmill.twin.emulator.ask.TextPrompt;
import io.wattmill.twin.emulator.reply.AnswerBody;
import io.wattmill.twin.emulator.reply.Choice;
import io.wattmill.twin.emulator.reply.CompletionShape;
import io.wattmill.twin.emulator.script.Scripts;
import io.wattmill.twin.emulator.wire.ApiError;

import java.util.ArrayList;
import java.util.Optional;

/** {@code POST /v1/completions} of one emulated engine. Belongs to its node's context. */
final class CompletionEndpoint {
    private final EngineDesk desk;
    private final Scripts scripts;
    private final String model;

    CompletionEndpoint(EngineDesk desk, Scripts scripts, String model) {
        this.desk = desk;
        this.scripts = scripts;
        this.model = model;
    }

    /** Serves one request whose body has been read. */
    void handle(RoutingContext context) {
        desk.receive(context, CompletionParser::parse, this::serve);
    }

    private void serve(Visit visit, CompletionRequest request) {
        long count = (long) request.prompts().size() * request.sampling().choices();
        desk.checks()
                .refusal(request.model(), count)
                .or(() -> contextRefusal(request))
                .ifPresentOrElse(
                        error -> EngineDesk.refuse(visit.http().response(), error),
                        () -> answer(visit, request));
    }

    private Optional<ApiError> contextRefusal(CompletionRequest request) {
        int longest = request.sampling().maxTokens().orElse(1);
        return request.prompts().stream()
                .map(given -> desk.checks().refusal(given.prompt(), longest))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Choices of the first prompt come first, then those of the second one, as in vLLM. */
    private void answer(Visit visit, CompletionRequest request) {
        var choices = new ArrayList<Choice>();
        var sequences = new ArrayList<EngineDesk.Sequence>();
        for (TextPrompt given : request.prompts()) {
            int lead = choices.size();
            var said = scripts.of(given.prompt(), request.sampling());
            var echo = request.echo() ? given.text() : "";
            said.forEach(s -> choices.add(new Choice(s, echo, given.prompt().tokens(), lead)));
            sequences.addAll(Wishes.sequences(given.prompt(), said));
        }
        var wish = Wishes.of(request.delivery(), request.sampling().topLogprobs(), false, false);
        var kv = request.delivery().kv();
        var kept = desk.kept(kv, request.prompts().getFirst().prompt());
        var shape = new CompletionShape("cmpl-" + visit.id(), model, desk.nowSeconds(), kept);
        desk.serve(visit, sequences, new AnswerBody(choices, wish, shape), kv);
    }
}
