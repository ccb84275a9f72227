// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.board.ExplainText;
import io.wattmill.standalone.board.Ink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** A model takes over for one whose engine fails, and the books say so. */
@ExtendWith(SharedSuite.class)
class FallbackTest {
    private final LiveSuite suite;

    FallbackTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void isAnsweredPaidAndExplainedUnderTheModelThatAnswered() {
        var api = suite.developer();
        // Who failed another test's request a moment ago is left alone for two seconds.
        var reply = Patience.until(() -> asked(api), answer -> isTriedTwice(api, answer), "tried");
        assertEquals(Api.MODEL, Api.parse(reply.body()).path("model").asText());
        assertEquals(
                DoomedEngine.MODEL,
                reply.headers().firstValue("x-wattmill-fallback-from").orElseThrow());

        var explained = api.ledger(reply.headers().firstValue("x-request-id").orElseThrow());
        var request = explained.path("request");
        assertEquals(Api.MODEL, request.path("model").asText(), explained::toPrettyString);
        assertEquals(DoomedEngine.MODEL, request.path("fallback_from").asText());
        assertEquals(List.of(DoomedEngine.MODEL, Api.MODEL), models(explained));
        assertEquals("broke-off", explained.path("attempts").path(0).path("error").asText());
        assertTrue(explained.path("money").path("charged").asDouble() > 0);
        assertTrue(
                ExplainText.of(explained, Ink.PLAIN)
                        .contains("in place of " + DoomedEngine.MODEL + ", which was asked for"));
        Books.requireBalanced(suite.admin());
    }

    private static HttpResponse<String> asked(Api api) {
        var reply = api.chatOr(DoomedEngine.MODEL, Api.MODEL, "hello", 20);
        assertEquals(200, reply.statusCode(), reply::body);
        return reply;
    }

    private static boolean isTriedTwice(Api api, HttpResponse<String> reply) {
        var id = reply.headers().firstValue("x-request-id").orElseThrow();
        return models(api.ledger(id)).size() > 1;
    }

    private static List<String> models(JsonNode explained) {
        return StreamSupport.stream(explained.path("attempts").spliterator(), false)
                .map(attempt -> attempt.path("model").asText())
                .toList();
    }
}
