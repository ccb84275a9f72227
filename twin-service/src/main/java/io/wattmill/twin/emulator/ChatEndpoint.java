// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.emulator.EngineDesk.Visit;
import io.wattmill.twin.emulator.ask.ChatParser;
import io.wattmill.twin.emulator.ask.ChatRequest;
import io.wattmill.twin.emulator.reply.AnswerBody;
import io.wattmill.twin.emulator.reply.ChatShape;
import io.wattmill.twin.emulator.reply.Choice;
import io.wattmill.twin.emulator.script.Scripts;
import io.wattmill.twin.emulator.text.Script;

/** {@code POST /v1/chat/completions} of one emulated engine. Belongs to its node's context. */
final class ChatEndpoint {
    private final EngineDesk desk;
    private final Scripts scripts;
    private final String model;

    ChatEndpoint(EngineDesk desk, Scripts scripts, String model) {
        this.desk = desk;
        this.scripts = scripts;
        this.model = model;
    }

    /** Serves one request whose body has been read. */
    void handle(RoutingContext context) {
        desk.receive(context, ChatParser::parse, this::serve);
    }

    private void serve(Visit visit, ChatRequest request) {
        int longest = request.sampling().maxTokens().orElse(1);
        desk.checks()
                .refusal(request.model(), request.sampling().choices())
                .or(() -> desk.checks().refusal(request.prompt(), longest))
                .ifPresentOrElse(
                        error -> EngineDesk.refuse(visit.http().response(), error),
                        () -> answer(visit, request));
    }

    private void answer(Visit visit, ChatRequest request) {
        var said = scripts.of(request);
        var kept = desk.kept(request.delivery().kv(), request.prompt());
        var shape = new ChatShape("chatcmpl-" + visit.id(), model, desk.nowSeconds(), kept);
        var choices = said.stream().map(script -> choice(request, script)).toList();
        var thinking = request.thinking();
        var wish =
                Wishes.of(
                        request.delivery(),
                        request.sampling().topLogprobs(),
                        thinking.wanted(),
                        thinking.shown());
        var sequences = Wishes.sequences(request.prompt(), said);
        var body = new AnswerBody(choices, wish, shape);
        desk.serve(visit, sequences, body, request.delivery().kv());
    }

    private static Choice choice(ChatRequest request, Script script) {
        return new Choice(script, "", request.prompt().tokens(), 0);
    }
}
