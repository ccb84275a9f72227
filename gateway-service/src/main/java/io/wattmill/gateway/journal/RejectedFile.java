// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.contract.ledger.v1.UsageRecord;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Records that the ledger can never book, one JSON object per line, for a person to look at. */
final class RejectedFile {

    private static final JsonFactory JSON = new JsonFactory();

    private RejectedFile() {}

    /** Appends {@code record}; refuses once the file has {@code maxBytes}. */
    static void append(Path file, long maxBytes, UsageRecord record, String code, String message) {
        try {
            if (Files.exists(file) && Files.size(file) >= maxBytes) {
                throw new JournalException(file + " is full; look into it and move it away");
            }
            try (OutputStream out =
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                write(out, record, code, message);
            }
        } catch (IOException e) {
            throw new JournalException("cannot write " + file, e);
        }
    }

    private static void write(OutputStream out, UsageRecord record, String code, String message)
            throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("request_id", record.getRequestId());
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeBinaryField("usage_record", record.toByteArray());
            json.writeEndObject();
        }
        out.write('\n');
    }
}
