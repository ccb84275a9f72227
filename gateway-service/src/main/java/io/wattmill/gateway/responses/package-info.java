// SPDX-License-Identifier: Apache-2.0
/**
 * Where responses are kept: PostgreSQL, schema {@code gateway}, table {@code response}. Bounded in
 * bytes, number and age; what a project has kept nobody else finds.
 *
 * <p>Knows nothing of what is in a response. Start with {@link
 * io.wattmill.gateway.responses.ResponseStore}.
 */
@NullMarked
package io.wattmill.gateway.responses;

import org.jspecify.annotations.NullMarked;
