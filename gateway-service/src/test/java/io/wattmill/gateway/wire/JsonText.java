// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Random JSON text, with all the white space and escapes that the grammar allows. */
public final class JsonText {

    private JsonText() {}

    public static Arbitrary<String> value() {
        return Arbitraries.lazyOf(
                JsonText::scalar,
                JsonText::scalar,
                JsonText::scalar,
                () -> value().list().ofMaxSize(3).map(JsonText::array),
                () -> value().list().ofMaxSize(3).map(JsonText::object));
    }

    public static Arbitrary<String> scalar() {
        return Arbitraries.oneOf(
                string(),
                Arbitraries.of("true", "false", "null", "0", "-1.5e3", "12345678901234567890"));
    }

    public static Arbitrary<String> string() {
        return Arbitraries.strings()
                .withChars('a', 'Z', '{', '}', '[', ']', ':', ',', ' ', 'é', '漢')
                .withChars('"', '\\', '\n')
                .ofMaxLength(20)
                .map(JsonText::quote);
    }

    public static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** An object of these members, and of those that are {@code needed} and not among them. */
    public static String members(List<String> members, String... needed) {
        List<String> all = new ArrayList<>(members);
        for (String member : needed) {
            String name = member.substring(0, member.indexOf(':') + 1);
            if (members.stream().noneMatch(one -> one.startsWith(name))) {
                all.add(member);
            }
        }
        return "{" + String.join(",", all) + "}";
    }

    /** An array without white space of its own. */
    public static String list(List<String> values) {
        return "[" + String.join(",", values) + "]";
    }

    /**
     * The text's bytes, some of them overwritten: each pair of {@code noise} says where and by
     * what.
     */
    public static byte[] damaged(String text, List<Byte> noise) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + 1 < noise.size(); i += 2) {
            bytes[Math.floorMod(noise.get(i) * 131 + i, bytes.length)] = noise.get(i + 1);
        }
        return bytes;
    }

    private static String array(List<String> values) {
        return "[ " + String.join(" ,\n", values) + "]";
    }

    private static String object(List<String> values) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? " " : " , ")
                    .append("\"k")
                    .append(i)
                    .append("\" :\t")
                    .append(values.get(i));
        }
        return text.append("}").toString();
    }
}
