// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import static io.wattmill.billing.report.GroupKey.API_KEY_ID;
import static io.wattmill.billing.report.GroupKey.API_SOURCE;
import static io.wattmill.billing.report.GroupKey.BATCH;
import static io.wattmill.billing.report.GroupKey.CONTEXT_LEVEL;
import static io.wattmill.billing.report.GroupKey.LINE_ITEM;
import static io.wattmill.billing.report.GroupKey.MODEL;
import static io.wattmill.billing.report.GroupKey.PROJECT_ID;
import static io.wattmill.billing.report.GroupKey.SERVICE_TIER;
import static io.wattmill.billing.report.GroupKey.SIZE;
import static io.wattmill.billing.report.GroupKey.SOURCE;
import static io.wattmill.billing.report.GroupKey.USER_ID;
import static io.wattmill.billing.report.GroupKey.VECTOR_STORE_ID;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The reports of OpenAI's organization API, with what each may be grouped by: openai-java 4.101.0,
 * {@code models.admin.organization.usage.Usage*Params}. Of what we do not serve nothing is ever
 * used: such a report has every bucket, all of them empty, so that a client that walks all kinds
 * works.
 */
public enum ReportKind {
    COMPLETIONS(
            "usage/completions",
            PROJECT_ID,
            USER_ID,
            API_KEY_ID,
            MODEL,
            BATCH,
            SERVICE_TIER,
            API_SOURCE),
    COSTS("costs", PROJECT_ID, USER_ID, API_KEY_ID, LINE_ITEM, API_SOURCE),
    DECISIONS(
            "usage/decisions",
            PROJECT_ID,
            USER_ID,
            API_KEY_ID,
            MODEL,
            BATCH,
            SERVICE_TIER,
            API_SOURCE),
    EMBEDDINGS("usage/embeddings", PROJECT_ID, USER_ID, API_KEY_ID, MODEL),
    MODERATIONS("usage/moderations", PROJECT_ID, USER_ID, API_KEY_ID, MODEL),
    IMAGES("usage/images", PROJECT_ID, USER_ID, API_KEY_ID, MODEL, SIZE, SOURCE),
    AUDIO_SPEECHES("usage/audio_speeches", PROJECT_ID, USER_ID, API_KEY_ID, MODEL),
    AUDIO_TRANSCRIPTIONS("usage/audio_transcriptions", PROJECT_ID, USER_ID, API_KEY_ID, MODEL),
    VECTOR_STORES("usage/vector_stores", PROJECT_ID),
    CODE_INTERPRETER_SESSIONS("usage/code_interpreter_sessions", PROJECT_ID),
    FILE_SEARCH_CALLS("usage/file_search_calls", PROJECT_ID, USER_ID, API_KEY_ID, VECTOR_STORE_ID),
    WEB_SEARCH_CALLS(
            "usage/web_search_calls",
            PROJECT_ID,
            USER_ID,
            API_KEY_ID,
            MODEL,
            CONTEXT_LEVEL,
            API_SOURCE);

    private final String path;
    private final Set<GroupKey> groupKeys;

    ReportKind(String path, GroupKey... groupKeys) {
        this.path = path;
        this.groupKeys = Collections.unmodifiableSet(EnumSet.copyOf(List.of(groupKeys)));
    }

    /** Its path below {@code /v1/organization/}. */
    public String path() {
        return path;
    }

    /** What it may be grouped by. */
    public Set<GroupKey> groupKeys() {
        return groupKeys;
    }

    /** True when something of it can have been used. */
    public boolean served() {
        return this == COMPLETIONS || this == COSTS;
    }
}
