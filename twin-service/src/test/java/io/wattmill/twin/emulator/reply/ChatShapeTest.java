// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;
import io.wattmill.twin.emulator.text.Channel;
import io.wattmill.twin.emulator.text.FixedText;
import io.wattmill.twin.emulator.text.Script;
import io.wattmill.twin.emulator.text.Script.Bounds;
import io.wattmill.twin.emulator.text.Script.Passage;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

class ChatShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Bounds FREE = new Bounds(1_000, false, List.of());

    private static AnswerBody body(boolean stream, Script... scripts) {
        var wish = new AnswerBody.Wish(stream, true, false, OptionalInt.empty(), false, true);
        var choices = List.of(scripts).stream().map(s -> new Choice(s, "", 10, 0)).toList();
        return new AnswerBody(choices, wish, new ChatShape("chatcmpl-1", "m", 17));
    }

    private static Script script(Channel channel, FixedText text, FinishReason reason) {
        return Script.of(List.of(new Passage(channel, text)), FREE, reason);
    }

    private static Script content(String text) {
        return script(new Channel.Content(), FixedText.of(text), FinishReason.STOP);
    }

    /** All that is sent when the choices take turns. */
    private static String sent(AnswerBody body, Script... scripts) {
        var sent = new StringBuilder();
        for (int token = 0; !body.over(); token++) {
            for (int choice = 0; choice < scripts.length; choice++) {
                if (token < scripts[choice].length().tokens()) {
                    sent.append(new String(body.token(choice, 4), StandardCharsets.UTF_8));
                }
            }
        }
        return sent.toString();
    }

    private static List<JsonNode> events(String sent) throws IOException {
        var events = new ArrayList<JsonNode>();
        for (var event : sent.split("\n\n")) {
            assertTrue(event.startsWith("data: "), event);
            if (!event.equals("data: [DONE]")) {
                events.add(JSON.readTree(event.substring("data: ".length())));
            }
        }
        assertTrue(sent.endsWith("data: [DONE]\n\n"));
        return events;
    }

    @Test
    void everyEventIsOneJsonObjectWhateverTheTextHolds() throws IOException {
        var text = "{\"a\": \"ü\n\\ \uD83D\uDE00\"}";
        var script = content(text);
        var events = events(sent(body(true, script), script));
        assertEquals("assistant", events.getFirst().at("/choices/0/delta/role").asText());
        var said = new StringBuilder();
        events.forEach(e -> said.append(e.at("/choices/0/delta/content").asText("")));
        assertEquals(text, said.toString());
        var figures = events.getLast();
        assertEquals(0, figures.path("choices").size());
        assertEquals(4, figures.at("/usage/prompt_tokens_details/cached_tokens").asInt());
        assertEquals(17, figures.path("created").asInt());
    }

    @Test
    void choicesCountThePromptOnceAndTheirTokensEach() throws IOException {
        var scripts = new Script[] {content("abcdefgh"), content("abcd")};
        var events = events(sent(body(true, scripts), scripts));
        assertEquals(0, events.get(0).at("/choices/0/index").asInt());
        assertEquals(1, events.get(1).at("/choices/0/index").asInt());
        assertEquals(10, events.getLast().at("/usage/prompt_tokens").asInt());
        assertEquals(3, events.getLast().at("/usage/completion_tokens").asInt());
        var whole = JSON.readTree(sent(body(false, scripts), scripts));
        assertEquals("abcd", whole.at("/choices/1/message/content").asText());
        assertEquals(4, whole.at("/usage/prompt_tokens_details/cached_tokens").asInt());
    }

    @Test
    void aCallOpensWithItsNameAndGoesOnWithArguments() throws IOException {
        var call = new Channel.Call(0, "call-1", "f");
        var script = script(call, FixedText.behindAMark("{\"x\": 12345}"), FinishReason.TOOL_CALLS);
        var events = events(sent(body(true, script), script));
        var opening = events.get(1).at("/choices/0/delta/tool_calls/0");
        assertEquals("function", opening.path("type").asText());
        assertEquals("call-1", opening.path("id").asText());
        assertEquals("f", opening.at("/function/name").asText());
        assertFalse(events.get(2).at("/choices/0/delta/tool_calls/0").has("id"));
        var whole = JSON.readTree(sent(body(false, script), script));
        var made = whole.at("/choices/0/message/tool_calls/0");
        assertEquals("{\"x\": 12345}", made.at("/function/arguments").asText());
        assertEquals("tool_calls", whole.at("/choices/0/finish_reason").asText());
    }
}
