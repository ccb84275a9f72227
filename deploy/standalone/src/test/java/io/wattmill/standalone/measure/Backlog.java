// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/** What the gateway's journal still owes the ledger: part of the work of the requests before. */
final class Backlog {
    private static final Pattern UNSETTLED =
            Pattern.compile("(?m)^wattmill_journal_unsettled (\\S+)$");
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long PAUSE_MS = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest metrics;

    Backlog(int gatewayPort, String adminKey) {
        metrics =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gatewayPort + "/metrics"))
                        .header("authorization", "Bearer " + adminKey)
                        .build();
    }

    /** Blocks until everything is settled. */
    void awaitEmpty() {
        Await.until(this::isEmpty, "everything settled", LIMIT);
    }

    private boolean isEmpty() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return unsettled() == 0;
    }

    /** Requests that are closed and not settled. */
    long unsettled() {
        try {
            var page = http.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
            var found = UNSETTLED.matcher(page);
            if (!found.find()) {
                throw new IllegalStateException("no wattmill_journal_unsettled: " + page);
            }
            return (long) Double.parseDouble(found.group(1));
        } catch (IOException e) {
            throw new IllegalStateException("the gateway does not show its metrics", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
