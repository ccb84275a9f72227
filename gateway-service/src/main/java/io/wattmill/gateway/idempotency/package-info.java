// SPDX-License-Identifier: Apache-2.0
/**
 * The same {@code Idempotency-Key} gives the same answer and is billed once, across gateways and
 * restarts. A key is claimed in PostgreSQL before anything is done for it; the answer is kept there
 * after the books were closed and before its last bytes go out (docs/adr/0017-idempotency.md).
 *
 * <p>Knows nothing of engines, prices or shapes of APIs: an answer is bytes. Requests without the
 * header never come here. Start with {@link io.wattmill.gateway.idempotency.Idempotency}.
 */
@NullMarked
package io.wattmill.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
