// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A response under an {@code Idempotency-Key}: made once, and again when its stream broke. */
class ResponsesOnceTest {

    private static HttpResponse<String> post(Site site, String key, boolean stream) {
        String body = "{\"model\":\"llama\",\"input\":\"hello\",\"stream\":" + stream + "}";
        return site.post("/v1/responses", body, "idempotency-key", key);
    }

    @Test
    void isMadeOnceWholeOrStreamed() {
        try (Site site = new Site(Map.of())) {
            for (boolean stream : List.of(false, true)) {
                site.one.forget();
                String key = "key-" + stream;
                HttpResponse<String> first = post(site, key, stream);
                HttpResponse<String> second = post(site, key, stream);
                assertEquals(200, first.statusCode(), first.body());
                assertEquals(first.body(), second.body());
                assertEquals("true", second.headers().firstValue("idempotent-replayed").orElse(""));
                assertEquals(1, site.one.received().size());
            }
        }
    }

    @Test
    void isMadeAgainWhenItsStreamBroke() {
        try (Site site = new Site(Map.of())) {
            site.one.does(new Script.DiesAfter(2));
            String broken = post(site, "key", true).body();
            assertTrue(broken.contains("event: response.failed"), broken);
            site.one.does(new Script.Answer(11, 4, 5));
            HttpResponse<String> again = post(site, "key", true);
            assertTrue(again.headers().firstValue("idempotent-replayed").isEmpty());
            assertTrue(again.body().contains("event: response.completed"), again.body());
        }
    }
}
