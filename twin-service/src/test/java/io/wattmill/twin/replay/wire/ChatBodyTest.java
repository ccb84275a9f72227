// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.twin.replay.prompt.PromptText;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class ChatBodyTest {

    private static final TraceRequest REQUEST = new TraceRequest(0, 0, 600, 42, BlockIds.of(1, 2));

    @Test
    void asksForAStreamWithUsageOfTheTracedLength() throws IOException {
        JsonNode body = body("model \"x\"", true);
        assertEquals("model \"x\"", body.path("model").textValue());
        assertTrue(body.path("stream").booleanValue());
        assertTrue(body.path("stream_options").path("include_usage").booleanValue());
        assertEquals(42, body.path("max_tokens").intValue());
        assertTrue(body.path("ignore_eos").booleanValue());
        assertEquals(1, body.path("messages").size());
        assertEquals("user", body.path("messages").path(0).path("role").textValue());
        assertEquals(593 * 4, body.path("messages").path(0).path("content").textValue().length());
    }

    @Test
    void leavesOutWhatHostedApisRefuse() throws IOException {
        assertTrue(body("m", false).path("ignore_eos").isMissingNode());
    }

    private static JsonNode body(String model, boolean ignoreEos) throws IOException {
        return new ObjectMapper()
                .readTree(new ChatBody(model, ignoreEos, new PromptText(0)).of(REQUEST));
    }
}
