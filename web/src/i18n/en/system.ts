export const system = {
  title: 'System',
  soon: 'Services, models, hardware and findings will be here.',
};
