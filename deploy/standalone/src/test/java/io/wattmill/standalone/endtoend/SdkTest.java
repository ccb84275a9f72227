// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.EmbeddingCreateParams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;

/** The SDK that developers already have, unchanged, against the running suite. */
@ExtendWith(SharedSuite.class)
class SdkTest {
    private final LiveSuite suite;
    private final OpenAIClient client;

    SdkTest(LiveSuite suite) {
        this.suite = suite;
        this.client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(suite.url() + "/v1")
                        .apiKey(suite.keys().developer())
                        .build();
    }

    @Test
    void aCompletionsTokensAreTheLedgers() {
        var completion =
                client.chat().completions().create(question("why is the sky blue?").build());

        assertFalse(completion.choices().getFirst().message().content().orElseThrow().isBlank());
        requireSameTokens(completion.usage().orElseThrow(), completion.id());
    }

    @Test
    void aStreamsTokensAreTheLedgers() {
        var options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
        var chunks = stream(question("tell me a story").streamOptions(options));

        var usage = chunks.stream().flatMap(chunk -> chunk.usage().stream()).toList();
        assertEquals(1, usage.size(), "one usage chunk, as asked for");
        requireSameTokens(usage.getFirst(), chunks.getFirst().id());
    }

    @Test
    void aStreamWithoutUsageShowsNone() {
        var chunks = stream(question("count to three"));

        assertTrue(chunks.stream().allMatch(chunk -> chunk.usage().isEmpty()));
        var ledger = suite.developer().ledger(chunks.getFirst().id());
        var delivered = chunks.stream().filter(SdkTest::hasText).count();
        assertEquals(
                delivered, ledger.path("tokens").path("output").asLong(), ledger::toPrettyString);
    }

    @Test
    void aTextCompletionsTokensAreTheLedgers() {
        var completion =
                client.completions()
                        .create(
                                CompletionCreateParams.builder()
                                        .model(Api.MODEL)
                                        .prompt("once upon a time")
                                        .n(2)
                                        .maxTokens(12)
                                        .build())
                        .validate();

        assertEquals(2, completion.choices().size());
        requireSameTokens(completion.usage().orElseThrow(), completion.id());
    }

    @Test
    void embeddingsAreChargedByWhatTheyRead() {
        var params =
                EmbeddingCreateParams.builder()
                        .model(Api.MODEL)
                        .inputOfArrayOfStrings(List.of("watt", "joule"))
                        .build();
        try (var raw = client.embeddings().withRawResponse().create(params)) {
            var ledger = suite.developer().ledger(raw.headers().values("x-request-id").getFirst());
            var embeddings = raw.parse();
            assertEquals(2, embeddings.data().size());
            var tokens = ledger.path("tokens");
            assertEquals(embeddings.usage().promptTokens(), tokens.path("input").asLong());
            assertEquals(0, tokens.path("output").asLong(), ledger::toPrettyString);
        }
    }

    @Test
    void severalChoicesAreMeteredTogether() {
        var completion =
                client.chat()
                        .completions()
                        .create(question("say it twice").n(2).build())
                        .validate();

        assertEquals(2, completion.choices().size());
        requireSameTokens(completion.usage().orElseThrow(), completion.id());
    }

    /** Several choices, some of several prompts: every running count comes to the final one. */
    @Test
    void nothingIsCountedInTwoWays() {
        stream(question("twice").n(2));
        stream(question("how many?").n(1));
        var prompts =
                CompletionCreateParams.builder()
                        .model(Api.MODEL)
                        .promptOfArrayOfStrings(List.of("once upon", "a time"))
                        .n(2)
                        .maxTokens(6)
                        .build();
        try (var response = client.completions().createStreaming(prompts)) {
            assertTrue(response.stream().count() > 0);
        }
        var counts =
                suite.admin()
                        .get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("wattmill_metering_mismatch_total"))
                        .toList();
        assertEquals(3, counts.size(), counts::toString);
        assertTrue(counts.stream().allMatch(line -> line.endsWith(" 0.0")), counts::toString);
    }

    @Test
    void aRetryWithTheSameIdempotencyKeyIsTheSameStream() {
        var first = stream(question("once only").putAdditionalHeader("Idempotency-Key", "sdk"));
        var retry = stream(question("once only").putAdditionalHeader("Idempotency-Key", "sdk"));
        assertEquals(first, retry);
    }

    @Test
    void listsTheModelsOfTheFleet() {
        var models = client.models().list().data().stream().map(model -> model.id()).toList();
        assertTrue(models.contains(Api.MODEL), models::toString);
    }

    private void requireSameTokens(CompletionUsage usage, String responseId) {
        var ledger = suite.developer().ledger(responseId);
        var tokens = ledger.path("tokens");
        assertEquals(
                usage.completionTokens(), tokens.path("output").asLong(), ledger::toPrettyString);
        assertEquals(usage.promptTokens(), tokens.path("input").asLong(), ledger::toPrettyString);
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams.Builder question) {
        try (var response = client.chat().completions().createStreaming(question.build())) {
            return new ArrayList<>(response.stream().toList());
        }
    }

    private static boolean hasText(ChatCompletionChunk chunk) {
        return chunk.choices().stream()
                .anyMatch(
                        choice ->
                                choice.delta()
                                        .content()
                                        .filter(text -> !text.isEmpty())
                                        .isPresent());
    }

    private static ChatCompletionCreateParams.Builder question(String text) {
        return ChatCompletionCreateParams.builder()
                .model(Api.MODEL)
                .addUserMessage(text)
                .maxCompletionTokens(40);
    }
}
