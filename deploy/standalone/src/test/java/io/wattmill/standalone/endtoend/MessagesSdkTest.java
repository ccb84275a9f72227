// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Map;

/** Anthropic's own SDK, unchanged, against engines that speak only OpenAI. */
@ExtendWith(SharedSuite.class)
class MessagesSdkTest {
    private static final Tool LOOK_UP =
            Tool.builder()
                    .name("look_up")
                    .description("Looks a word up")
                    .inputSchema(
                            Tool.InputSchema.builder()
                                    .properties(
                                            Tool.InputSchema.Properties.builder()
                                                    .putAdditionalProperty(
                                                            "word",
                                                            JsonValue.from(
                                                                    Map.of("type", "string")))
                                                    .build())
                                    .addRequired("word")
                                    .build())
                    .build();

    private final LiveSuite suite;
    private final AnthropicClient client;

    MessagesSdkTest(LiveSuite suite) {
        this.suite = suite;
        this.client = client(suite.keys().developer());
    }

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(suite.url().toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams.Builder question(String text) {
        return MessageCreateParams.builder().model(Api.MODEL).maxTokens(40).addUserMessage(text);
    }

    private Message streamed(MessageCreateParams.Builder question) {
        MessageAccumulator message = MessageAccumulator.create();
        try (var events = client.messages().createStreaming(question.build())) {
            events.stream().forEach(message::accumulate);
        }
        return message.message();
    }

    private void requireSameTokens(Message message) {
        message.validate();
        var ledger = suite.developer().ledger(message.id());
        var tokens = ledger.path("tokens");
        var usage = message.usage();
        assertEquals(usage.outputTokens(), tokens.path("output").asLong(), ledger::toPrettyString);
        assertEquals(
                usage.inputTokens() + usage.cacheReadInputTokens().orElse(0L),
                tokens.path("input").asLong(),
                ledger::toPrettyString);
    }

    @Test
    void aMessagesTokensAreTheLedgers() {
        Message message = client.messages().create(question("why is the sky blue?").build());

        assertTrue(message.content().stream().anyMatch(ContentBlock::isText));
        assertTrue(message.usage()._additionalProperties().containsKey("wattmill"));
        requireSameTokens(message);
    }

    @Test
    void aStreamedMessagesTokensAreTheLedgers() {
        Message message = streamed(question("tell me a story").system("be brief"));

        assertTrue(message.content().stream().anyMatch(ContentBlock::isText));
        requireSameTokens(message);
    }

    @Test
    void thinksBeforeItSpeaks() {
        Message message = streamed(question("how many?").maxTokens(4_000).enabledThinking(2_048));

        assertTrue(message.content().getFirst().isThinking(), message::toString);
        assertTrue(message.content().getLast().isText(), message::toString);
        requireSameTokens(message);
        var thought = message.usage().outputTokensDetails().orElseThrow().thinkingTokens();
        var ledger = suite.developer().ledger(message.id());
        assertEquals(ledger.path("tokens").path("reasoning").asLong(), thought);
        assertTrue(thought > 0, message::toString);
    }

    @Test
    void listsModelsInTheShapeOfItsApi() {
        var models = client.models().list();
        models.response().validate();
        assertTrue(models.items().stream().anyMatch(model -> model.id().equals(Api.MODEL)));
    }

    @Test
    void aRetryWithTheSameIdempotencyKeyIsTheSameMessage() {
        var asked =
                question("once only").putAdditionalHeader("Idempotency-Key", "sdk-message").build();
        assertEquals(client.messages().create(asked), client.messages().create(asked));
    }

    @Test
    void callsAToolAndTakesItsResult() {
        var asked = question("look a word up").addTool(LOOK_UP).toolToolChoice("look_up");
        Message call = streamed(asked.maxTokens(400));

        assertEquals(StopReason.TOOL_USE, call.stopReason().orElseThrow());
        var use = call.content().getLast().asToolUse();
        assertEquals("look_up", use.name());
        requireSameTokens(call);

        var result =
                ContentBlockParam.ofToolResult(
                        ToolResultBlockParam.builder()
                                .toolUseId(use.id())
                                .content("a unit of power")
                                .build());
        var answered =
                question("look a word up")
                        .addTool(LOOK_UP)
                        .addMessage(call)
                        .addUserMessageOfContentBlockParams(List.of(result));
        Message answer = client.messages().create(answered.build());
        assertTrue(answer.content().stream().anyMatch(ContentBlock::isText), answer::toString);
        requireSameTokens(answer);
    }

    @Test
    void saysThatItWasCutOff() {
        Message message = client.messages().create(question("go on").maxTokens(4).build());

        assertEquals(StopReason.MAX_TOKENS, message.stopReason().orElseThrow());
        requireSameTokens(message);
    }

    @Test
    void estimatesTokens() {
        var question =
                MessageCountTokensParams.builder()
                        .model(Api.MODEL)
                        .addUserMessage("word ".repeat(100))
                        .build();
        long tokens = client.messages().countTokens(question).inputTokens();

        assertTrue(tokens >= 100 && tokens < 160, "estimated " + tokens);
    }

    @Test
    void readsTheGatewaysErrorsAsItsOwn() {
        var stranger =
                assertThrows(
                        UnauthorizedException.class,
                        () -> client("wm_dev_nobody").messages().create(question("hi").build()));
        assertTrue(stranger.requestId().isPresent());
        var unknown = question("hi").model("nobody");
        assertThrows(NotFoundException.class, () -> client.messages().create(unknown.build()));
    }
}
