// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.wattmill.twin.claim.Claim;
import io.wattmill.twin.claim.Pair;

import java.util.List;
import java.util.Optional;

/** Reads the text of a claim file. Stateless; safe from any thread. */
public final class ClaimReader {
    /** Longest claim text in characters. */
    public static final int MAX_CHARS = 1 << 18;

    /** Most what-ifs that are asked at once. */
    public static final int MAX_ASKED = 100;

    private static final String ASKED = "what-if";
    private static final ObjectMapper YAML =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ClaimReader() {}

    /** The claim as it stands in the text, or all that is wrong with it. */
    public static ClaimReading read(String yaml) {
        return read(yaml, List.of());
    }

    /**
     * The claim with other assumptions, or all that is wrong with the text and with them.
     *
     * @param asked {@code path=value}, value in YAML, for example {@code b.price.per-gpu-hour=3.30}
     */
    public static ClaimReading read(String yaml, List<String> asked) {
        var problems = new Problems();
        if (yaml.length() > MAX_CHARS || asked.size() > MAX_ASKED) {
            problems.add("", "", "the claim is too long", "256 KiB of text, 100 what-ifs at most");
            return new ClaimReading.Refused(problems.all());
        }
        try {
            if (YAML.readTree(yaml) instanceof ObjectNode root) {
                return read(root, asked, problems);
            }
            problems.add("", "", "is not a mapping", "./wattmill plan claim --init shows one");
        } catch (JsonProcessingException notYaml) {
            problems.add(place(notYaml), "", reason(notYaml), "correct the YAML there");
        }
        return new ClaimReading.Refused(problems.all());
    }

    private static ClaimReading read(ObjectNode root, List<String> asked, Problems problems) {
        Claim claim = ClaimLayout.claim(root, Optional.empty(), problems);
        if (problems.none() && !asked.isEmpty()) {
            claim = changed(root, claim.pair(), asked, problems);
        }
        return problems.none()
                ? new ClaimReading.Understood(claim)
                : new ClaimReading.Refused(problems.all());
    }

    private static Claim changed(
            ObjectNode root, Pair before, List<String> asked, Problems problems) {
        ObjectNode changes = YAML.createObjectNode();
        asked.forEach(each -> note(each, changes, problems));
        ObjectNode other = Changes.apply(root, changes, ASKED, problems);
        return ClaimLayout.claim(other, Optional.of(before), problems);
    }

    private static void note(String asked, ObjectNode changes, Problems problems) {
        int equals = asked.indexOf('=');
        if (equals < 1) {
            problems.add(ASKED, asked, "is no path=value", "like b.price.per-gpu-hour=3.30");
            return;
        }
        String path = asked.substring(0, equals).strip();
        try {
            changes.set(path, YAML.readTree(asked.substring(equals + 1)));
        } catch (JsonProcessingException notYaml) {
            problems.add(ASKED + ": " + path, asked, reason(notYaml), "give a number or a word");
        }
    }

    private static String place(JsonProcessingException notYaml) {
        var location = notYaml.getLocation();
        return location == null
                ? "claim"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String reason(JsonProcessingException notYaml) {
        return String.valueOf(notYaml.getOriginalMessage()).lines().findFirst().orElse("not YAML");
    }
}
