// Starts the viewer on the document that the page names. Nothing is asked of
// any other host: no fonts, no proxy, no telemetry, no agent.
Scalar.createApiReference('#reference', {
  url: document.body.dataset.document,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  documentDownloadType: 'none',
  orderSchemaPropertiesBy: 'preserve',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
})
