// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.List;
import java.util.Optional;

/** What the text must look like: {@code text} here, {@code response_format} in chat. */
final class FormatTranslation {

    private static final List<String> DETAILS = List.of("description", "strict");

    private FormatTranslation() {}

    static void put(Fields request, ObjectNode chat) throws WireException {
        Optional<Fields> text = request.object("text");
        if (text.isEmpty()) {
            return;
        }
        text.get().given("verbosity").ifPresent(it -> chat.set("verbosity", it));
        Optional<Fields> format = text.get().object("format");
        if (format.isPresent()) {
            put(format.get(), format.get().requiredText("type"), chat);
        }
    }

    private static void put(Fields format, String type, ObjectNode chat) throws WireException {
        switch (type) {
            case "text" -> {}
            case "json_object" -> chat.putObject("response_format").put("type", type);
            case "json_schema" -> {
                ObjectNode schema =
                        chat.putObject("response_format")
                                .put("type", type)
                                .putObject("json_schema")
                                .put("name", format.requiredText("name"));
                DETAILS.forEach(name -> format.given(name).ifPresent(it -> schema.set(name, it)));
                schema.set("schema", format.requiredObject("schema").node());
            }
            default ->
                    throw Members.wrong(
                            format.at("type"), "must be text, json_object or json_schema");
        }
    }
}
