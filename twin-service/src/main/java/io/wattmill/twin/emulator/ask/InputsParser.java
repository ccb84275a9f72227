// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads what completions call {@code prompt} and embeddings {@code input}: a text, some texts, the
 * ids of a text's tokens, or those of some texts.
 */
final class InputsParser {
    private final Fields fields;
    private final String name;
    private final List<TextPrompt> inputs = new ArrayList<>();
    private final IntStream.Builder ids = IntStream.builder();
    private int idCount;

    private InputsParser(Fields fields, String name) {
        this.fields = fields;
        this.name = name;
    }

    static List<TextPrompt> parse(Fields fields, String name) throws IOException {
        var parser = new InputsParser(fields, name);
        if (fields.isText()) {
            parser.text();
        } else {
            fields.array("'" + name + "'", parser::element);
            parser.endIds();
        }
        Refusal.unless(!parser.inputs.isEmpty(), "'" + name + "' must not be empty.");
        return List.copyOf(parser.inputs);
    }

    private void element() throws IOException {
        if (fields.isText()) {
            text();
        } else if (fields.isArray()) {
            inputs.add(ids(new InputsParser(fields, name)));
        } else {
            id();
        }
        Refusal.unless(idCount == 0 || inputs.isEmpty(), "'" + name + "' mixes texts and tokens.");
    }

    private TextPrompt ids(InputsParser inner) throws IOException {
        fields.array("'" + name + "'", inner::id);
        inner.endIds();
        Refusal.unless(!inner.inputs.isEmpty(), "'" + name + "' must not be empty.");
        return inner.inputs.getFirst();
    }

    private void text() throws IOException {
        var text = fields.text(name);
        Refusal.unless(!text.isEmpty(), "'" + name + "' must not be empty.");
        inputs.add(new TextPrompt(Prompt.plain(text), text));
    }

    private void id() throws IOException {
        var id = fields.within(name, 0, Integer.MAX_VALUE);
        ids.add(id.orElseThrow(() -> new Refusal("'" + name + "' must not hold null.")));
        idCount++;
    }

    private void endIds() {
        if (idCount > 0) {
            var all = ids.build().toArray();
            inputs.add(new TextPrompt(Prompt.ofTokens(all), said(all)));
        }
    }

    private static String said(int[] ids) {
        var text = new StringBuilder();
        for (int id : ids) {
            text.append('<').append(id).append('>');
        }
        return text.toString();
    }
}
