// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of a real run, seconds since the first one came.
 *
 * @param arrival when its client sent it
 * @param firstToken when the engine had its first token
 * @param lastToken when the engine had its last token
 */
record LoggedRequest(int prompt, int output, double arrival, double firstToken, double lastToken) {

    /** Seconds from arrival to the first token. */
    double ttft() {
        return firstToken - arrival;
    }

    /** Seconds per token after the first. */
    double tpot() {
        return (lastToken - firstToken) / (output - 1);
    }

    /**
     * The requests of a log, in order of arrival. Arrival is in wall time, the rest in the engine's
     * own: the two are aligned where a request was queued soonest after it came.
     */
    static List<LoggedRequest> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(json.readTree(line));
        }
        double lag =
                lines.stream()
                        .mapToDouble(line -> at(line, "queued_ts") - at(line, "arrival_time"))
                        .min()
                        .orElseThrow();
        double start = at(lines.getFirst(), "arrival_time") + lag;
        return lines.stream().map(line -> of(line, lag, start)).toList();
    }

    private static LoggedRequest of(JsonNode line, double lag, double start) {
        return new LoggedRequest(
                line.get("input_toks").intValue(),
                line.get("output_toks").intValue(),
                at(line, "arrival_time") + lag - start,
                at(line, "first_token_ts") - start,
                at(line, "last_token_ts") - start);
    }

    private static double at(JsonNode line, String field) {
        return line.get(field).doubleValue();
    }
}
