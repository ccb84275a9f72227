// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.wattmill.twin.plan.FacilityPlan;

import java.util.List;

/** Reads the text of a plan file. Stateless; safe from any thread. */
public final class PlanReader {
    /** Longest plan text in characters. */
    public static final int MAX_CHARS = 1 << 20;

    private static final ObjectMapper YAML =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PlanReader() {}

    /** The plan, or all that is wrong with the text. */
    public static PlanReading read(String yaml) {
        var problems = new Problems();
        if (yaml.length() > MAX_CHARS) {
            problems.add("", "", "", "the plan is too long", "stay below 1 MiB of text");
            return new PlanReading.Refused(problems.all());
        }
        try {
            return read(YAML.readTree(yaml), problems);
        } catch (JsonProcessingException notYaml) {
            problems.add(place(notYaml), "", "", reason(notYaml), "correct the YAML there");
            return new PlanReading.Refused(problems.all());
        }
    }

    private static PlanReading read(JsonNode root, Problems problems) {
        FacilityPlan plan = PlanLayout.plan(new Section("", root, problems));
        References.check(plan, problems);
        List<PlanProblem> found = problems.all();
        return found.isEmpty() ? new PlanReading.Understood(plan) : new PlanReading.Refused(found);
    }

    private static String place(JsonProcessingException notYaml) {
        var location = notYaml.getLocation();
        return location == null
                ? "plan"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String reason(JsonProcessingException notYaml) {
        return String.valueOf(notYaml.getOriginalMessage()).lines().findFirst().orElse("not YAML");
    }
}
