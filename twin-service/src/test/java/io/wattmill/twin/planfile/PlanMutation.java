// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One change at one place of a plan: a key dropped or added, a value of another kind or size. */
final class PlanMutation {
    /** Eight racks have the keys of one: they would only take longer. */
    private static final List<String> NAMES =
            ReferencePlans.names().stream().filter(name -> !name.endsWith("8-racks")).toList();

    private PlanMutation() {}

    /** Name of a plan to change. */
    static String any(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /** Changes the tree; says what was done. */
    static String mutate(JsonNode plan, Random random) {
        var places = new ArrayList<Runnable>();
        var said = new StringBuilder();
        collect("", plan, random, places, said);
        places.get(random.nextInt(places.size())).run();
        return said.toString();
    }

    private static void collect(
            String path, JsonNode node, Random random, List<Runnable> places, StringBuilder said) {
        if (node instanceof ObjectNode object) {
            object.fieldNames()
                    .forEachRemaining(
                            key -> {
                                var at = path + "." + key;
                                places.add(() -> object(object, key, at, random, said));
                                collect(at, object.get(key), random, places, said);
                            });
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                var at = path + "[" + i + "]";
                places.add(() -> array.set(index, other(array.get(index), at, random, said)));
                collect(at, array.get(i), random, places, said);
            }
        }
    }

    private static void object(
            ObjectNode object, String key, String at, Random random, StringBuilder said) {
        switch (random.nextInt(4)) {
            case 0 -> {
                said.append("drop ").append(at);
                object.remove(key);
            }
            case 1 -> {
                said.append("misspell ").append(at);
                object.set(key + "x", object.remove(key));
            }
            default -> object.set(key, other(object.get(key), at, random, said));
        }
    }

    private static JsonNode other(JsonNode node, String at, Random random, StringBuilder said) {
        var other =
                switch (random.nextInt(10)) {
                    case 0 -> TextNode.valueOf("twelve");
                    case 1 -> NullNode.getInstance();
                    case 2 -> BooleanNode.TRUE;
                    case 3 -> IntNode.valueOf(0);
                    case 4 -> BigIntegerNode.valueOf(BigInteger.TEN.pow(30));
                    case 5 -> JsonNodeFactory.instance.arrayNode();
                    case 6 -> JsonNodeFactory.instance.objectNode();
                    case 7 -> negated(node);
                    case 8 -> TextNode.valueOf(node.asText() + " kW");
                    default -> IntNode.valueOf(7);
                };
        said.append(at).append(" = ").append(other);
        return other;
    }

    private static JsonNode negated(JsonNode node) {
        return node.isNumber()
                ? DecimalNode.valueOf(node.decimalValue().negate())
                : DecimalNode.valueOf(new BigDecimal("-1.5"));
    }
}
