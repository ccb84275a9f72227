// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An engine that dies in the middle of an answer. */
@ExtendWith(SharedSuite.class)
class DeathTest {
    private final Api api;

    DeathTest(LiveSuite suite) {
        this.api = suite.developer();
    }

    @Test
    void endsTheStreamWithAnErrorAndBillsWhatWasDelivered() {
        // Who failed another test's request a moment ago is left alone for two seconds.
        var reply =
                Patience.until(
                        () -> api.wholeStream(DoomedEngine.MODEL, "hello", 50),
                        answer -> answer.statusCode() == 200,
                        "begun");
        assertTrue(reply.body().contains(" t" + DoomedEngine.DELIVERED), reply::body);
        assertFalse(reply.body().contains("[DONE]"), reply::body);
        assertTrue(lastEvent(reply.body()).path("error").has("message"), reply::body);

        var id = reply.headers().firstValue("x-request-id").orElseThrow();
        var ledger = api.ledger(id);
        assertEquals("failed", ledger.path("outcome").asText(), ledger::toPrettyString);
        assertEquals(
                DoomedEngine.DELIVERED,
                ledger.path("tokens").path("output").asInt(),
                ledger::toPrettyString);
    }

    private static com.fasterxml.jackson.databind.JsonNode lastEvent(String stream) {
        var events = stream.lines().filter(line -> line.startsWith("data: ")).toList();
        return Api.parse(events.getLast().substring("data: ".length()));
    }
}
