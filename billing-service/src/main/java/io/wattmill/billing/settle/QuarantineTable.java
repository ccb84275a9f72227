// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import com.google.protobuf.ByteString;

import io.vertx.core.buffer.Buffer;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.usage.Refusal;

/** Which field of a refused record goes to which column of usage_quarantine. */
final class QuarantineTable {

    static final BulkInsert<Refusal> ADD =
            BulkInsert.<Refusal>into("usage_quarantine")
                    .column("request_id", PgType.TEXT, Refusal::requestId)
                    .column("gateway_id", PgType.TEXT, r -> r.journal().gatewayId())
                    .column("journal_id", PgType.TEXT, r -> r.journal().journalId())
                    .column("journal_sequence", PgType.BIGINT, r -> r.journal().sequence())
                    .column("code", PgType.TEXT, Refusal::code)
                    .column("message", PgType.TEXT, Refusal::message)
                    .column("content_hash", PgType.BYTEA, r -> buffer(r.source().sha256()))
                    .column("record", PgType.BYTEA, r -> buffer(r.source().record()))
                    .build("ON CONFLICT DO NOTHING");

    private QuarantineTable() {}

    private static Buffer buffer(ByteString bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }
}
