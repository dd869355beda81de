// Starts the viewer with the document that the page names. It sends no requests
// to other hosts: no fonts, no proxy, no telemetry, no agent.
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
