// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsOverHttpTest {
    private RunningFleet fleet;

    @BeforeAll
    void start() {
        fleet = new RunningFleet("nodes: 1, speed: 50, seed: 7");
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private JsonNode embed(String input, String fields) throws IOException {
        var body = "{\"model\":\"llama-3.1-8b\",\"input\":" + input + fields + "}";
        return fleet.json(fleet.post("/v1/embeddings", body));
    }

    @Test
    void everyInputHasAVectorOfLengthOne() throws IOException {
        var answer = embed("[\"abcd\",\"abcdefgh\",\"abcd\"]", "");
        assertEquals("list", answer.path("object").asText());
        assertEquals(3, answer.path("data").size());
        assertEquals(1, answer.at("/data/1/index").asInt());
        assertEquals("embedding", answer.at("/data/1/object").asText());
        assertEquals(1_024, answer.at("/data/1/embedding").size());
        assertEquals(1.0, square(answer.at("/data/1/embedding")), 1e-4);
        assertEquals(answer.at("/data/0/embedding"), answer.at("/data/2/embedding"));
        assertNotEquals(answer.at("/data/0/embedding"), answer.at("/data/1/embedding"));
        assertEquals(4, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(4, answer.at("/usage/total_tokens").asInt());
        assertEquals(0, answer.at("/usage/completion_tokens").asInt(-1));
    }

    private static double square(JsonNode vector) {
        double square = 0;
        for (var value : vector) {
            square += value.asDouble() * value.asDouble();
        }
        return square;
    }

    @Test
    void base64HoldsTheSameFloatsInLittleEndian() throws IOException {
        var floats = embed("\"hello\"", ",\"dimensions\":3").at("/data/0/embedding");
        var text = embed("\"hello\"", ",\"dimensions\":3,\"encoding_format\":\"base64\"");
        var bytes = Base64.getDecoder().decode(text.at("/data/0/embedding").asText());
        assertEquals(12, bytes.length);
        var read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = 0; i < 3; i++) {
            assertEquals(floats.get(i).floatValue(), read.get(i));
        }
    }

    @Test
    void tokensAreAnInputToo() throws IOException {
        var answer = embed("[[1,2,3],[4,5]]", "");
        assertEquals(2, answer.path("data").size());
        assertEquals(5, answer.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void theEngineCountsAPromptAndNoOutput() throws IOException {
        double prompt = fleet.engineMetric("vllm:prompt_tokens_total");
        double output = fleet.engineMetric("vllm:generation_tokens_total");
        double energy = fleet.deviceMetric("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION");
        embed("\"" + "abc ".repeat(20_000) + "\"", "");
        assertEquals(prompt + 20_000, fleet.engineMetric("vllm:prompt_tokens_total"));
        assertEquals(output, fleet.engineMetric("vllm:generation_tokens_total"));
        assertTrue(fleet.deviceMetric("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION") > energy);
    }

    @Test
    void refusesWithAReason() {
        assertRefused(
                "{\"model\":\"llama-3.1-8b\",\"input\":\"a\",\"dimensions\":1025}", "1 to 1024");
        assertRefused(
                "{\"model\":\"llama-3.1-8b\",\"input\":\"a\",\"encoding_format\":\"hex\"}",
                "float or base64");
        assertRefused("{\"model\":\"llama-3.1-8b\",\"input\":\"\"}", "must not be empty");
        assertRefused("{\"model\":\"llama-3.1-8b\"}", "'input' is required");
    }

    private void assertRefused(String body, String reason) {
        var response = fleet.send(fleet.post("/v1/embeddings", body));
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains(reason), response.body());
    }
}
