// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The members of a small JSON object, read strictly: nothing unknown, nothing twice. */
final class Fields {

    private static final int MAX_LIST = 100;
    private static final int MAX_DEPTH = 4;
    private static final JsonMapper JSON = mapper();

    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    private static JsonMapper mapper() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
        return mapper;
    }

    /** Something in the body makes no sense. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        Wrong(String parameter, String message) {
            super(message, null, false, false);
            this.refusal = Refusal.invalid(parameter, message);
        }
    }

    /** What {@code reader} makes of {@code body}, none of whose members is beyond {@code known}. */
    static <T> Parsed<T> read(byte[] body, Set<String> known, Function<Fields, T> reader) {
        try {
            return new Parsed.Valid<>(reader.apply(of(body, new TreeSet<>(known))));
        } catch (Wrong e) {
            return new Parsed.Invalid<>(e.refusal.error());
        }
    }

    private static Fields of(byte[] body, Set<String> known) {
        JsonNode object = body.length == 0 ? JSON.createObjectNode() : tree(body);
        if (!object.isObject()) {
            throw new Wrong("body", "The body must be a JSON object.");
        }
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                throw unknown(name, known);
                            }
                        });
        return new Fields(object);
    }

    private static Wrong unknown(String name, Set<String> known) {
        String shown = name.matches("[A-Za-z0-9_.-]{1,64}") ? " '" + name + "'" : "";
        return new Wrong(
                "body",
                "The member" + shown + " is unknown; this call takes " + listed(known) + ".");
    }

    private static String listed(Set<String> known) {
        return known.isEmpty() ? "none" : String.join(", ", known);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException _) {
            throw new Wrong(
                    "body", "The body is not JSON, is nested too deeply, or names a member twice.");
        }
    }

    /** Whether the member is there, as null perhaps. */
    boolean has(String name) {
        return object.has(name);
    }

    /** A text of this form; empty when it is not there, or null. */
    Optional<String> text(String name, Pattern form, String says) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || !form.matcher(node.textValue()).matches()) {
            throw new Wrong(name, "'" + name + "' must be " + says + ".");
        }
        return Optional.of(node.textValue());
    }

    /** As {@link #text}, and it must be there. */
    String needed(String name, Pattern form, String says) {
        return text(name, form, says)
                .orElseThrow(() -> new Wrong(name, "'" + name + "' is needed: " + says + "."));
    }

    /** True or false; {@code otherwise} when it is not there. */
    boolean flag(String name, boolean otherwise) {
        JsonNode node = object.path(name);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw new Wrong(name, "'" + name + "' must be true or false.");
        }
        return node.asBoolean(otherwise);
    }

    /** A whole number that is not negative; empty when it is not there, or null. */
    OptionalLong count(String name, String says) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new Wrong(name, "'" + name + "' must be " + says + ".");
        }
        return OptionalLong.of(node.longValue());
    }

    /** A list of what {@code reader} makes of each text; empty when it is not there. */
    <T> List<T> list(String name, Function<String, Optional<T>> reader, String says) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray() || node.size() > MAX_LIST) {
            throw new Wrong(name, "'" + name + "' must be a list of at most " + MAX_LIST + ".");
        }
        List<T> read = new ArrayList<>();
        for (JsonNode each : node) {
            Optional<T> value =
                    each.isTextual() ? reader.apply(each.textValue()) : Optional.empty();
            read.add(
                    value.orElseThrow(
                            () -> new Wrong(name, "'" + name + "' must list " + says + ".")));
        }
        return List.copyOf(read);
    }
}
