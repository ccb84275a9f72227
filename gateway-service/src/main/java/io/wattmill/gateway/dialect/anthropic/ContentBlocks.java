// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.ArrayList;
import java.util.List;

/** Content: a text, or blocks. */
final class ContentBlocks {

    private ContentBlocks() {}

    /** The blocks of {@code content}; a text counts as one block. */
    static List<Fields> of(JsonNode content, String path) throws WireException {
        if (content.isTextual()) {
            ObjectNode block = Trees.NODES.objectNode().put("type", "text");
            block.set("text", content);
            return List.of(new Fields(block, path));
        }
        if (!(content instanceof ArrayNode array)) {
            throw Members.wrong(path, "must be a string or an array of blocks");
        }
        List<Fields> blocks = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            blocks.add(Fields.of(array.get(i), path + "." + i));
        }
        return blocks;
    }

    /** Content that can only be text; several blocks are lines, as vLLM joins them. */
    static String text(JsonNode content, String path) throws WireException {
        List<String> lines = new ArrayList<>();
        for (Fields block : of(content, path)) {
            if (!block.requiredText("type").equals("text")) {
                throw block.untranslatable("type", "this type of block");
            }
            lines.add(block.requiredText("text"));
        }
        return String.join("\n", lines);
    }

    /** A part of chat for a block of text. */
    static ObjectNode text(Fields block) throws WireException {
        return Trees.NODES.objectNode().put("type", "text").put("text", block.requiredText("text"));
    }

    /** A part of chat for an image. */
    static ObjectNode image(Fields block) throws WireException {
        Fields source = block.requiredObject("source");
        String url =
                switch (source.requiredText("type")) {
                    case "base64" ->
                            "data:"
                                    + source.requiredText("media_type")
                                    + ";base64,"
                                    + source.requiredText("data");
                    case "url" -> source.requiredText("url");
                    default -> throw source.untranslatable("type", "this type of source");
                };
        ObjectNode part = Trees.NODES.objectNode().put("type", "image_url");
        part.putObject("image_url").put("url", url);
        return part;
    }

    /** A part of chat for a document, which can only be text. */
    static ObjectNode document(Fields block) throws WireException {
        Fields source = block.requiredObject("source");
        if (!source.requiredText("type").equals("text")) {
            throw source.untranslatable("type", "this type of source");
        }
        return Trees.NODES
                .objectNode()
                .put("type", "text")
                .put("text", source.requiredText("data"));
    }
}
