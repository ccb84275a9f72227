// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.util.List;

/**
 * The lines that blocks seal and dumps carry, and the number of this format: an instant is in epoch
 * microseconds, bytes are in hexadecimal, all else as PostgreSQL writes it. Until the first release
 * the one format is changed in place: a table may come to the end of {@link #SEALED}, because
 * blocks that were sealed before have no row of it. A later format must keep this one for the
 * blocks that name it.
 */
public final class Layout {

    /** The format of the lines below: what a block, and the first line of a dump, name. */
    public static final int FORMAT = 1;

    public static final TableLayout BOOKING =
            TableLayout.of("booking", "id kind source xid cluster booked_at");

    public static final TableLayout USAGE_EVENT =
            TableLayout.of(
                    "usage_event",
                    "booking_id request_id content_hash gateway_id journal_id"
                            + " journal_sequence organization_id project_id key_id user_id agent"
                            + " session_id run_id parent_id label tier end_user api model stream"
                            + " response_id idempotency_key admitted_at first_token_at ended_at"
                            + " outcome finish_reason http_status error_code input_uncached"
                            + " cache_read cache_write output reasoning usage_source waste_tokens"
                            + " max_output_tokens price_version price_tier currency input_nano"
                            + " cache_read_nano cache_write_nano output_nano charged_nano"
                            + " claimed_version claimed_nano predicted_prefill_uj"
                            + " predicted_decode_uj predicted_ttft_us predicted_ttft_p90_us"
                            + " predicted_tpot_us decision reasoning_nano");

    public static final TableLayout USAGE_ATTEMPT =
            TableLayout.of(
                    "usage_attempt",
                    "request_id number project_id node_id engine_id engine_kind"
                            + " started_at first_token_at ended_at outcome input_uncached"
                            + " cache_read cache_write output waste_tokens error");

    public static final TableLayout TRANSFER =
            TableLayout.of(
                    "transfer",
                    "booking_id id kind ledger debit_account credit_account amount"
                            + " event_id window_id pending_id corrects_id");

    public static final TableLayout PRICE_ADJUSTMENT =
            TableLayout.of(
                    "price_adjustment",
                    "booking_id project_id model meter tier currency month revision"
                            + " price_version tokens charged_nano adjusted_nano posted_nano"
                            + " transfer_id");

    public static final TableLayout LEASE_USE =
            TableLayout.of(
                    "lease_use",
                    "booking_id request_id ordinal lease_id budget_id unit amount late"
                            + " fenced");

    public static final TableLayout ENERGY_WINDOW =
            TableLayout.of(
                    "energy_window",
                    "id node_id engine_id started_at ended_at energy_uj quality_ppm"
                            + " base_power_mw prefill_uj_per_token decode_uj_per_token zone");

    public static final TableLayout ENERGY_WINDOW_DEVICE =
            TableLayout.of(
                    "energy_window_device",
                    "window_id node_id device_id start_total_uj end_total_uj energy_uj"
                            + " gpu_type");

    public static final TableLayout ENERGY_WINDOW_HOST =
            TableLayout.of("energy_window_host", "window_id node_id source_id energy_uj");

    public static final TableLayout ENERGY_ATTRIBUTION =
            TableLayout.of("energy_attribution", "window_id basis attributed_at");

    public static final TableLayout ENERGY_SHARE =
            TableLayout.of(
                    "energy_share",
                    "booking_id window_id ordinal request_id attempt prefill_uj decode_uj"
                            + " idle_uj empty_uj unattributed_uj");

    public static final TableLayout FACILITY_HOUR =
            TableLayout.of("facility_hour", "booking_id kind zone hour revision value");

    public static final TableLayout WINDOW_COST =
            TableLayout.of(
                    "window_cost",
                    "booking_id window_id revision zone price_version currency"
                            + " host_metered gpu_nano_per_hour pue_ppm carbon_ug_per_kwh"
                            + " electricity_price_per_kwh host_uj facility_uj gpu_nano"
                            + " electricity_nano carbon_ug");

    public static final TableLayout COST_LINE =
            TableLayout.of(
                    "cost_line",
                    "booking_id window_id ordinal revision sign bearer owner quality_ppm"
                            + " host_uj facility_uj gpu_nano electricity_nano carbon_ug");

    public static final TableLayout OUTCOME =
            TableLayout.of(
                    "outcome",
                    "booking_id id request_id revision key_id success score value_nano"
                            + " label reported_at");

    public static final TableLayout PROVIDER_CHARGE =
            TableLayout.of(
                    "provider_charge",
                    "booking_id request_id number node_id engine_id currency input_price"
                            + " cached_price output_price input_tokens cached_tokens output_tokens"
                            + " amount_nano");

    public static final TableLayout ENERGY_WINDOW_MODEL =
            TableLayout.of(
                    "energy_window_model",
                    "window_id kv_read_pj_per_token method relative_error_ppm version");

    public static final TableLayout ENERGY_WINDOW_STEP =
            TableLayout.of("energy_window_step", "window_id step_uj token_uj");

    /** What is sealed, in this order. */
    public static final List<TableLayout> SEALED =
            List.of(
                    BOOKING,
                    USAGE_EVENT,
                    USAGE_ATTEMPT,
                    TRANSFER,
                    PRICE_ADJUSTMENT,
                    LEASE_USE,
                    ENERGY_WINDOW,
                    ENERGY_WINDOW_DEVICE,
                    ENERGY_WINDOW_HOST,
                    ENERGY_ATTRIBUTION,
                    ENERGY_SHARE,
                    FACILITY_HOUR,
                    WINDOW_COST,
                    COST_LINE,
                    OUTCOME,
                    PROVIDER_CHARGE,
                    ENERGY_WINDOW_MODEL,
                    ENERGY_WINDOW_STEP);

    /** Balances: in a dump, and in no block. */
    public static final TableLayout ACCOUNT =
            TableLayout.of(
                    "account",
                    "id ledger code owner unit shard debits_pending debits_posted credits_pending"
                            + " credits_posted");

    /** The other lines of a dump: what it is, who signed, where blocks begin and end, its end. */
    public static final String HEADER = "dump";

    public static final String KEY = "key";
    public static final String BLOCK = "block";
    public static final String OPEN = "open";
    public static final String END = "end";

    private Layout() {}

    /** Why lines of a format cannot be read, for whoever has some. */
    public static String unknown(long format) {
        return "has lines of format "
                + format
                + "; this version reads format "
                + FORMAT
                + ", a newer one may read both";
    }
}
