// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;

/** The lines of an export: one first line, the wanted requests, one last line. */
final class ExportedLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordingFilter filter;
    private final Appendable out;
    private boolean headed;
    private long requests;
    private long fromUs = Long.MAX_VALUE;
    private long toUs;

    ExportedLines(RecordingFilter filter, Appendable out) {
        this.filter = filter;
        this.out = out;
    }

    /** Takes a line of the recording; one that is not whole is passed over. */
    void take(String line) throws IOException {
        JsonNode read;
        try {
            read = JSON.readTree(line);
        } catch (JsonProcessingException _) {
            return;
        }
        take(line, read);
    }

    private void take(String line, JsonNode read) throws IOException {
        if (read.has("recording") && !headed) {
            headed = true;
            write(line);
        } else if (read.has("arrival_us") && filter.wants(read)) {
            long arrivalUs = read.path("arrival_us").asLong();
            requests++;
            fromUs = Math.min(fromUs, arrivalUs);
            toUs = Math.max(toUs, arrivalUs);
            write(line);
        }
    }

    /** How many requests were written. */
    long requests() {
        return requests;
    }

    /** Writes the last line. */
    void end(long dropped) throws IOException {
        ObjectNode end = JSON.createObjectNode();
        end.putObject("end")
                .put("requests", requests)
                .put("dropped", dropped)
                .put("from_us", requests == 0 ? 0 : fromUs)
                .put("to_us", toUs);
        write(end.toString());
    }

    private void write(String line) throws IOException {
        out.append(line).append('\n');
    }
}
