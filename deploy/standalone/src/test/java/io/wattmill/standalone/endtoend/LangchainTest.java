// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j, as Java applications use it. */
@ExtendWith(SharedSuite.class)
class LangchainTest {
    private static final long PATIENCE_SECONDS = 90;
    private final LiveSuite suite;

    LangchainTest(LiveSuite suite) {
        this.suite = suite;
    }

    private String url() {
        return suite.url() + "/v1";
    }

    private void requireSameTokens(ChatResponse answer) {
        assertFalse(answer.aiMessage().text().isBlank());
        var tokens = suite.developer().ledger(answer.id()).path("tokens");
        assertEquals(tokens.path("input").asInt(), answer.tokenUsage().inputTokenCount());
        assertEquals(tokens.path("output").asInt(), answer.tokenUsage().outputTokenCount());
    }

    @Test
    void anAnswersTokensAreTheLedgers() {
        var model =
                OpenAiChatModel.builder()
                        .baseUrl(url())
                        .apiKey(suite.keys().developer())
                        .modelName(Api.MODEL)
                        .maxCompletionTokens(20)
                        .build();

        requireSameTokens(model.chat(UserMessage.from("why is the sky blue?")));
    }

    @Test
    void aStreamsTokensAreTheLedgers() throws Exception {
        var model =
                OpenAiStreamingChatModel.builder()
                        .baseUrl(url())
                        .apiKey(suite.keys().developer())
                        .modelName(Api.MODEL)
                        .maxCompletionTokens(20)
                        .build();
        var answer = new CompletableFuture<ChatResponse>();
        model.chat("tell me a story", into(answer));

        requireSameTokens(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static StreamingChatResponseHandler into(CompletableFuture<ChatResponse> answer) {
        return new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        };
    }

    @Test
    void embedsSeveralTexts() {
        var model =
                OpenAiEmbeddingModel.builder()
                        .baseUrl(url())
                        .apiKey(suite.keys().developer())
                        .modelName(Api.MODEL)
                        .build();
        var embeddings =
                model.embedAll(List.of(TextSegment.from("watt"), TextSegment.from("joule")));

        assertEquals(2, embeddings.content().size());
        assertEquals(
                embeddings.content().get(0).dimension(), embeddings.content().get(1).dimension());
    }
}
