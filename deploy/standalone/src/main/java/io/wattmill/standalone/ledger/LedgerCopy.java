// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Fetches a dump of the ledger into a file. Blocks. */
public final class LedgerCopy {
    private static final int OK = 200;

    private LedgerCopy() {}

    /**
     * Writes the dump; how many bytes it has.
     *
     * @throws LedgerAway when the suite does not answer, or stops in the middle
     * @throws IllegalArgumentException when it refuses, or the file cannot be written
     */
    public static long of(URI url, String adminKey, Path file)
            throws LedgerAway, InterruptedException {
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " exists; name another file");
        }
        var request =
                HttpRequest.newBuilder(url.resolve("/billing/dump"))
                        .header("authorization", "Bearer " + adminKey)
                        .GET();
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var reply = http.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = reply.body()) {
                if (reply.statusCode() != OK) {
                    var said = new String(body.readNBytes(2_000), StandardCharsets.UTF_8);
                    throw new IllegalArgumentException(
                            url + " refuses: " + reply.statusCode() + " " + said);
                }
                try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                    return body.transferTo(out);
                }
            }
        } catch (IOException e) {
            throw new LedgerAway("no dump from " + url + ": " + e, e);
        }
    }
}
