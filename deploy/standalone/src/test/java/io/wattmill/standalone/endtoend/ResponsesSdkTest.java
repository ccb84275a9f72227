// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ToolChoiceOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Map;

/**
 * The Responses API with OpenAI's own SDK for Java, which checks what it is given: every response
 * and every event is validated.
 */
@ExtendWith(SharedSuite.class)
class ResponsesSdkTest {
    private static final FunctionTool LOOK_UP =
            FunctionTool.builder()
                    .name("look_up")
                    .strict(true)
                    .parameters(
                            FunctionTool.Parameters.builder()
                                    .putAdditionalProperty("type", JsonValue.from("object"))
                                    .putAdditionalProperty(
                                            "properties",
                                            JsonValue.from(
                                                    Map.of("word", Map.of("type", "string"))))
                                    .putAdditionalProperty(
                                            "required", JsonValue.from(List.of("word")))
                                    .build())
                    .build();

    private final LiveSuite suite;
    private final OpenAIClient client;

    ResponsesSdkTest(LiveSuite suite) {
        this.suite = suite;
        this.client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(suite.url() + "/v1")
                        .apiKey(suite.keys().developer())
                        .build();
    }

    private static ResponseCreateParams.Builder question(String text) {
        return ResponseCreateParams.builder().model(Api.MODEL).input(text).maxOutputTokens(400);
    }

    private Response whole(ResponseCreateParams.Builder question) {
        return client.responses().create(question.build()).validate();
    }

    private Response streamed(ResponseCreateParams.Builder question) {
        var response = ResponseAccumulator.createWithSnapshots();
        try (var events = client.responses().createStreaming(question.build())) {
            events.stream().forEach(event -> response.accumulate(event.validate()));
        }
        assertEquals(response.response().output(), response.reconstructedResponse().output());
        return response.response().validate();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text())
                .findFirst()
                .orElseThrow();
    }

    private void requireSameTokens(Response response) {
        var usage = response.usage().orElseThrow();
        var ledger = suite.developer().ledger(response.id());
        var tokens = ledger.path("tokens");
        assertEquals(usage.outputTokens(), tokens.path("output").asLong(), ledger::toPrettyString);
        assertEquals(usage.inputTokens(), tokens.path("input").asLong(), ledger::toPrettyString);
    }

    @Test
    void aResponsesTokensAreTheLedgersWholeAndStreamed() {
        var whole = whole(question("why is the sky blue?"));
        var streamed = streamed(question("why is the sky blue?"));
        assertFalse(text(whole).isBlank());
        assertEquals(text(whole), text(streamed));
        requireSameTokens(whole);
        requireSameTokens(streamed);
    }

    @Test
    void whatWasAnsweredIsReadListedAndDeleted() {
        var first = streamed(question("hello"));
        var second = whole(question("and then?").previousResponseId(first.id()));
        assertEquals(second.output(), client.responses().retrieve(second.id()).output());
        var items = client.responses().inputItems().list(second.id()).data();
        items.forEach(item -> item.validate());
        assertEquals(3, items.size());
        client.responses().delete(second.id());
        assertThrows(NotFoundException.class, () -> client.responses().retrieve(second.id()));
        assertEquals(first.id(), client.responses().retrieve(first.id()).id());
    }

    @Test
    void callsAToolAndHearsItsAnswer() {
        var required = ToolChoiceOptions.REQUIRED;
        var first = streamed(question("a word?").addTool(LOOK_UP).toolChoice(required));
        ResponseFunctionToolCall call =
                first.output().stream()
                        .flatMap(item -> item.functionCall().stream())
                        .findFirst()
                        .orElseThrow();
        assertEquals("look_up", call.name());
        assertTrue(Api.parse(call.arguments()).path("word").isTextual(), call.arguments());
        var answer =
                ResponseInputItem.FunctionCallOutput.builder()
                        .callId(call.callId())
                        .output("found")
                        .build();
        var second =
                whole(
                        question("")
                                .inputOfResponse(
                                        List.of(ResponseInputItem.ofFunctionCallOutput(answer)))
                                .previousResponseId(first.id()));
        assertFalse(text(second).isBlank());
    }

    @Test
    void thinksInTheOpen() {
        var effort = Reasoning.builder().effort(ReasoningEffort.LOW).build();
        var response = streamed(question("why?").reasoning(effort).maxOutputTokens(3_000));
        var thoughts = response.output().getFirst().reasoning().orElseThrow().content();
        assertFalse(thoughts.orElseThrow().getFirst().text().isBlank());
        var usage = response.usage().orElseThrow();
        assertTrue(usage.outputTokensDetails().reasoningTokens() > 0);
    }
}
