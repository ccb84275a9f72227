// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.ArrayList;
import java.util.List;

/** Content of an item: a text, or parts. */
final class ContentParts {

    private ContentParts() {}

    /** Content as chat has it: a text where that is all there is, else parts. */
    static JsonNode of(JsonNode content, String path) throws WireException {
        if (content.isTextual()) {
            return content;
        }
        ArrayNode parts = Trees.NODES.arrayNode();
        for (Fields part : parts(content, path)) {
            parts.add(part(part));
        }
        boolean plain = parts.size() == 1 && parts.get(0).has("text");
        return plain ? parts.get(0).path("text") : parts;
    }

    /** Content that can only be text; several parts are lines. */
    static String text(JsonNode content, String path) throws WireException {
        if (content.isTextual()) {
            return content.textValue();
        }
        List<String> lines = new ArrayList<>();
        for (Fields part : parts(content, path)) {
            switch (part.requiredText("type")) {
                case "input_text", "output_text", "text" -> lines.add(part.requiredText("text"));
                case "refusal" -> lines.add(part.requiredText("refusal"));
                default -> throw part.untranslatable("type", "this type of content");
            }
        }
        return String.join("\n", lines);
    }

    /** What a reasoning item says in clear; empty when that is nothing. */
    static String thoughts(Fields item) throws WireException {
        for (String name : List.of("content", "summary")) {
            List<String> lines = new ArrayList<>();
            for (Fields part :
                    parts(item.given(name).orElse(Trees.NODES.arrayNode()), item.at(name))) {
                lines.add(part.requiredText("text"));
            }
            if (!lines.isEmpty()) {
                return String.join("\n", lines);
            }
        }
        return "";
    }

    private static List<Fields> parts(JsonNode content, String path) throws WireException {
        if (!(content instanceof ArrayNode array)) {
            throw Members.wrong(path, "must be a string or an array of parts");
        }
        List<Fields> parts = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            parts.add(Fields.of(array.get(i), path + "[" + i + "]"));
        }
        return parts;
    }

    private static ObjectNode part(Fields part) throws WireException {
        return switch (part.requiredText("type")) {
            case "input_text", "output_text", "text" ->
                    Trees.NODES
                            .objectNode()
                            .put("type", "text")
                            .put("text", part.requiredText("text"));
            case "input_image" -> image(part);
            case "input_audio" -> {
                ObjectNode audio = Trees.NODES.objectNode().put("type", "input_audio");
                yield audio.set("input_audio", part.requiredObject("input_audio").node());
            }
            default -> throw part.untranslatable("type", "this type of content");
        };
    }

    private static ObjectNode image(Fields part) throws WireException {
        if (part.given("file_id").isPresent()) {
            throw part.untranslatable("file_id", "an image by its file");
        }
        ObjectNode image = Trees.NODES.objectNode().put("type", "image_url");
        ObjectNode source = image.putObject("image_url").put("url", part.requiredText("image_url"));
        part.given("detail").ifPresent(detail -> source.set("detail", detail));
        return image;
    }
}
