// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Operation;

/**
 * What engines are asked for a request.
 *
 * @param operation what kind of work it is
 * @param request what is asked
 * @param principal who asks
 * @param work what the caller says the work is for
 */
public record Asked(
        Operation operation, EngineRequest request, Principal principal, WorkContext work) {}
