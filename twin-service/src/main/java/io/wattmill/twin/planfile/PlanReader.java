// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.plan.FacilityPlan;

/** Reads the text of a plan file. Stateless; safe from any thread. */
public final class PlanReader {
    /** Longest plan text in characters. */
    public static final int MAX_CHARS = 1 << 20;

    private PlanReader() {}

    /** The plan, or all that is wrong with the text. */
    public static PlanReading read(String yaml) {
        var problems = new Problems();
        if (yaml.length() > MAX_CHARS) {
            problems.add("", "", "", "the plan is too long", "stay below 1 MiB of text");
            return new PlanReading.Refused(problems.all());
        }
        try {
            return read(PlanYaml.tree(yaml), problems);
        } catch (JsonProcessingException notYaml) {
            problems.add(place(notYaml), "", "", reason(notYaml), "correct the YAML there");
            return new PlanReading.Refused(problems.all());
        }
    }

    /** References and sums are looked at when every part is there: else they would mislead. */
    private static PlanReading read(JsonNode root, Problems problems) {
        FacilityPlan plan = PlanLayout.plan(new ReadSection("", root, problems));
        References.check(plan, problems);
        if (problems.none()) {
            PlanSizes.check(plan, problems);
        }
        return problems.none()
                ? new PlanReading.Understood(plan)
                : new PlanReading.Refused(problems.all());
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
