/** How the OpenAPI document names the API key; optional, because a server on loopback may have none. */
export const bearerScheme = 'bearer';
export const optionalBearer = [{ [bearerScheme]: [] }, {}];
