// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.UpstreamBody;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.JsonText;
import io.wattmill.gateway.wire.Span;
import io.wattmill.gateway.wire.Splices;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class ChatDialectTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ChatDialect READER = new ChatDialect(JsonLimits.DEFAULT);

    private static EngineRequest read(String body) {
        return switch (READER.read(body.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Valid(EngineRequest request) -> request;
            case Reading.Invalid(ApiError error) -> throw new AssertionError(error.message());
        };
    }

    private static String text(EngineRequest request, Span span) {
        return new String(request.body(), span.from(), span.length(), StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> extra =
                JsonText.value().list().ofMaxSize(4).map(ChatDialectTest::members);
        Arbitrary<String> stream =
                Arbitraries.of(
                        "",
                        "\"stream\":true,",
                        "\"stream\" : true, \"stream_options\" : {\"include_usage\": true, \"odd\":"
                                + " [1, {}]},",
                        "\"stream\":false,\"cache_salt\":\"mine\",",
                        "\"cache_salt\":null,\"stream\":true,");
        return Combinators.combine(JsonText.string(), extra, stream, JsonText.value(), extra)
                .as(
                        (model, before, options, message, after) ->
                                "{"
                                        + before
                                        + options
                                        + "\"messages\": ["
                                        + message
                                        + "], \"model\" : \"m"
                                        + model.substring(1)
                                        + after(after)
                                        + "}");
    }

    private static String members(List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append("\"x").append(i).append("\": ").append(values.get(i)).append(",");
        }
        return text.toString();
    }

    private static String after(String members) {
        return members.isEmpty()
                ? ""
                : "," + members.substring(0, members.length() - 1).replace("\"x", "\"y");
    }

    @Property(tries = 300)
    void findsWhereEachPartLies(@ForAll("bodies") String body) throws IOException {
        EngineRequest request = read(body);
        JsonNode tree = JSON.readTree(body);
        assertEquals(tree.get("model").textValue(), request.model());
        assertEquals(
                tree.get("messages"),
                JSON.readTree(text(request, request.prompt().parts().getLast())));
        assertEquals(tree.get("model"), JSON.readTree(text(request, request.modelValue())));
        assertEquals('}', request.body()[request.end()]);
        assertEquals(tree.path("stream").asBoolean(), request.stream());
    }

    @Property(tries = 300)
    void changesOnlyWhatTheEngineMustSeeDifferently(@ForAll("bodies") String body)
            throws IOException {
        EngineRequest request = read(body);
        byte[] sent =
                Splices.join(
                        UpstreamBody.of(
                                request,
                                new UpstreamBody.Wishes("up/stream", true, Optional.of("salt"))));
        ObjectNode expected = (ObjectNode) JSON.readTree(body);
        expected.put("model", "up/stream").put("cache_salt", "salt");
        if (request.stream()) {
            ObjectNode options =
                    expected.has("stream_options")
                            ? (ObjectNode) expected.get("stream_options")
                            : expected.putObject("stream_options");
            options.put("include_usage", true).put("continuous_usage_stats", true);
        }
        assertEquals(expected, JSON.readTree(sent));
    }

    @Property(tries = 500)
    void agreesWithAnotherParserOnWhatIsJson(@ForAll byte[] noise, @ForAll("bodies") String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (noise.length > 1) {
            bytes[Math.floorMod(noise[0] * 131 + noise[1], bytes.length)] = noise[noise.length - 1];
        }
        boolean valid = READER.read(bytes) instanceof Reading.Valid;
        assertTrue(!valid || isJson(bytes), new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean isJson(byte[] bytes) {
        try {
            JSON.readTree(bytes);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void passesABodyThatNeedsNoChangeOnUnchanged() {
        EngineRequest request = read("{ \"model\":\"m\", \"messages\":[1] , \"n\" : 2 }");
        var slices = UpstreamBody.of(request, new UpstreamBody.Wishes("m", true, Optional.empty()));
        assertEquals(1, slices.size());
        assertArrayEquals(request.body(), slices.getFirst().copy());
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] body = "{\"model\":\"m\",\"messages\":[\"__\"]}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 5] = (byte) 0xC0;
        body[body.length - 4] = (byte) 0x80;
        assertInstanceOf(Reading.Invalid.class, READER.read(body));
    }

    @Test
    void refusesOtherEncodings() {
        String body = "{\"model\":\"m\",\"messages\":[1]}";
        assertInstanceOf(
                Reading.Invalid.class, READER.read(body.getBytes(StandardCharsets.UTF_16)));
        assertInstanceOf(
                Reading.Invalid.class, READER.read(body.getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void neverQuotesTheBodyInAnError() {
        var result =
                READER.read(
                        "{\"model\":\"m\",\"messages\":[secret]}".getBytes(StandardCharsets.UTF_8));
        ApiError error = assertInstanceOf(Reading.Invalid.class, result).error();
        assertFalse(error.message().contains("secret"), error.message());
    }
}
