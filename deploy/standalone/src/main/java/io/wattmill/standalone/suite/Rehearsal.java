// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The requests of a rehearsal: what a newcomer's first minute asks of the gateway. */
public final class Rehearsal {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int ROUNDS = 5;

    private Rehearsal() {}

    /** Blocks until each was answered. What the answers are does not matter here. */
    public static void play(Serving serving) throws IOException, InterruptedException {
        var keys = serving.freshKeys().orElseThrow();
        try (var client = HttpClient.newHttpClient()) {
            for (var round = 0; round < ROUNDS; round++) {
                ask(client, serving, keys.developer(), round % 2 == 0);
            }
            look(client, serving.url().resolve("/v1/requests/last"), keys.developer());
            look(client, serving.url().resolve("/v1/models"), keys.developer());
            look(client, serving.url().resolve("/v1/factory"), keys.admin());
        }
    }

    private static void ask(HttpClient client, Serving serving, String key, boolean stream)
            throws IOException, InterruptedException {
        var body =
                "{\"model\":\"%s\",\"stream\":%b,\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                        .formatted(serving.model(), stream);
        var request =
                request(serving.url().resolve("/v1/chat/completions"), key)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        client.send(request.build(), BodyHandlers.discarding());
    }

    private static void look(HttpClient client, URI url, String key)
            throws IOException, InterruptedException {
        client.send(request(url, key).GET().build(), BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(URI url, String key) {
        return HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("authorization", "Bearer " + key);
    }
}
