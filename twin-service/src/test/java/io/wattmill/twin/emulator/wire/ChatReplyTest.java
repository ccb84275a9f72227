// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Optional;

class ChatReplyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ChatReply reply = new ChatReply("chatcmpl-1", "m", 17);

    private static JsonNode event(String event) throws IOException {
        assertTrue(event.startsWith("data: {") && event.endsWith("}\n\n"), event);
        return JSON.readTree(event.substring("data: ".length()));
    }

    @Test
    void everyEventIsOneJsonObject() throws IOException {
        var usage = Optional.of(new Usage(10, 4, 2));
        assertEquals(
                "assistant",
                event(reply.opening(Optional.empty())).at("/choices/0/delta/role").asText());
        var delta = event(reply.delta(" fox", usage));
        assertEquals(" fox", delta.at("/choices/0/delta/content").asText());
        assertTrue(delta.at("/choices/0/finish_reason").isNull());
        assertEquals(12, delta.at("/usage/total_tokens").asInt());
        var last = event(reply.lastDelta(" hen", FinishReason.LENGTH, Optional.empty()));
        assertEquals("length", last.at("/choices/0/finish_reason").asText());
        assertTrue(last.path("usage").isMissingNode());
        var figures = event(reply.usageOnly(new Usage(10, 4, 2)));
        assertEquals(0, figures.path("choices").size());
        assertEquals(4, figures.at("/usage/prompt_tokens_details/cached_tokens").asInt());
        assertEquals(17, figures.path("created").asInt());
    }

    @Test
    void aWholeAnswerCarriesTextReasonAndUsage() throws IOException {
        var body = JSON.readTree(reply.whole("ace act", FinishReason.STOP, new Usage(10, 0, 2)));
        assertEquals("chat.completion", body.path("object").asText());
        assertEquals("ace act", body.at("/choices/0/message/content").asText());
        assertEquals("stop", body.at("/choices/0/finish_reason").asText());
        assertEquals(2, body.at("/usage/completion_tokens").asInt());
    }
}
