// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Fetches days of a recording and puts the wanted requests into one text. Blocks. */
public final class RecordingExport implements AutoCloseable {

    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int MAX_SAID = 2_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String adminKey;

    /** From the gateway at {@code url}. */
    public RecordingExport(URI url, String adminKey) {
        this.url = url;
        this.adminKey = adminKey;
    }

    /**
     * What was written.
     *
     * @param requests lines of requests
     * @param days that were read
     * @param dropped requests that ended on those days and were not recorded
     */
    public record Written(long requests, int days, long dropped) {}

    private record Day(String name, long dropped) {}

    /**
     * Writes the wanted requests, a first and a last line around them.
     *
     * @throws RecordingAway when the gateway does not answer, or stops in the middle
     * @throws IllegalArgumentException when it refuses
     * @throws IOException when {@code out} fails
     */
    public Written write(RecordingFilter filter, Appendable out)
            throws RecordingAway, IOException, InterruptedException {
        ExportedLines lines = new ExportedLines(filter, out);
        long dropped = 0;
        List<Day> days = days(filter);
        for (Day day : days) {
            copy(day, lines);
            dropped += day.dropped();
        }
        lines.end(dropped);
        return new Written(lines.requests(), days.size(), dropped);
    }

    private List<Day> days(RecordingFilter filter) throws RecordingAway, InterruptedException {
        try (InputStream body = ok(get("/admin/recordings"))) {
            List<Day> days = new ArrayList<>();
            for (JsonNode day : JSON.readTree(body).path("data")) {
                String name = day.path("day").asText();
                if (filter.mayBeIn(LocalDate.parse(name))) {
                    days.add(new Day(name, day.path("dropped").asLong()));
                }
            }
            return days;
        } catch (IOException e) {
            throw away(e);
        }
    }

    /** A day that has been deleted meanwhile has nothing to give. */
    private void copy(Day day, ExportedLines lines)
            throws RecordingAway, IOException, InterruptedException {
        HttpResponse<InputStream> reply = get("/admin/recordings/" + day.name());
        try (BufferedReader text =
                new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
            if (reply.statusCode() == NOT_FOUND) {
                return;
            }
            ok(reply);
            for (String line = next(text); line != null; line = next(text)) {
                lines.take(line);
            }
        }
    }

    private @Nullable String next(BufferedReader text) throws RecordingAway {
        try {
            return text.readLine();
        } catch (IOException e) {
            throw away(e);
        }
    }

    private InputStream ok(HttpResponse<InputStream> reply) throws IOException {
        if (reply.statusCode() == OK) {
            return reply.body();
        }
        String said = new String(reply.body().readNBytes(MAX_SAID), StandardCharsets.UTF_8);
        throw new IllegalArgumentException(url + " refuses: " + reply.statusCode() + " " + said);
    }

    private HttpResponse<InputStream> get(String path) throws RecordingAway, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(HEAD_TIMEOUT)
                        .header("authorization", "Bearer " + adminKey)
                        .GET()
                        .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw away(e);
        }
    }

    private RecordingAway away(IOException cause) {
        return new RecordingAway("no recording from " + url + ": " + cause, cause);
    }

    @Override
    public void close() {
        http.close();
    }
}
