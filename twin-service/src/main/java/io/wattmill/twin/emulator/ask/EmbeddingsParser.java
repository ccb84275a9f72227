// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the body of {@code POST /v1/embeddings} in one pass. */
public final class EmbeddingsParser {
    private final Fields fields;
    private Optional<List<TextPrompt>> inputs = Optional.empty();
    private String model = "";
    private String encoding = "float";
    private OptionalInt dimensions = OptionalInt.empty();

    private EmbeddingsParser(Fields fields) {
        this.fields = fields;
    }

    /** The request, or the reason why the body is none. */
    public static Json.Read<EmbeddingsRequest> parse(byte[] body) {
        return Json.read(
                body,
                fields -> {
                    var parser = new EmbeddingsParser(fields);
                    return new Json.Pass<>(parser::field, parser::request);
                });
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "model" -> model = fields.text(field);
            case "input" -> inputs = Optional.of(InputsParser.parse(fields, field));
            case "encoding_format" -> encoding = fields.isNull() ? "float" : fields.text(field);
            case "dimensions" -> dimensions = fields.positive(field);
            default -> fields.skip();
        }
    }

    private EmbeddingsRequest request() {
        Refusal.unless(!model.isEmpty(), "'model' is required.");
        boolean known = encoding.equals("float") || encoding.equals("base64");
        Refusal.unless(known, "'encoding_format' must be float or base64.");
        return new EmbeddingsRequest(
                model,
                inputs.orElseThrow(() -> new Refusal("'input' is required.")),
                encoding.equals("base64"),
                dimensions);
    }
}
